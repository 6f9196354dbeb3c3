import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { hashSync } from 'bcryptjs'

import type { PushTarget } from '../../../tools/embedded-registry/push-component.ts'

/** How the registry is set up. */
export interface DockerRegistryOptions {
  readonly htpasswd?: { readonly username: string; readonly password: string }
  readonly tls?: { readonly certificate: string; readonly key: string }
  readonly token?: {
    readonly realm: string
    readonly service: string
    readonly issuer: string
    readonly certificate: string
  }
  /** Blobs are answered with a redirect to this address. */
  readonly redirectTo?: string
  /** Answers with what this registry has. */
  readonly mirrorOf?: string
}

const CHEAP_BCRYPT_ROUNDS = 4

/** Debian's docker-registry on a free port of loopback, with a folder of its own. */
export class DockerRegistry implements AsyncDisposable {
  /** `127.0.0.1:<port>`, as it stands in references. */
  readonly host: string
  readonly #options: DockerRegistryOptions
  readonly #child: ChildProcess
  readonly #folder: string

  private constructor(host: string, child: ChildProcess, { folder, options }: Setup) {
    this.host = host
    this.#child = child
    this.#folder = folder
    this.#options = options
  }

  /** Starts the registry and waits until it listens. */
  static async start(binary: string, options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
    const folder = await mkdtemp(join(tmpdir(), 'docker-registry-'))
    const config = join(folder, 'config.yml')
    await writeFile(config, JSON.stringify(await configOf(folder, options)))
    const child = spawn(binary, ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] })
    const host = await listeningHost(child)
    return new DockerRegistry(host, child, { folder, options })
  }

  /** Where `pushComponent` puts a repository; with the login of `htpasswd`. */
  pushTarget(repository: string, tag: string): PushTarget {
    const { htpasswd, tls } = this.#options
    const login = htpasswd && Buffer.from(`${htpasswd.username}:${htpasswd.password}`).toString('base64')
    const origin = `${tls === undefined ? 'http' : 'https'}://${this.host}`
    return { origin, repository, tag, authorization: login && `Basic ${login}` }
  }

  /** Where the registry keeps its files. */
  get dataFolder(): string {
    return join(this.#folder, 'data')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL')
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit')
    await rm(this.#folder, { recursive: true, force: true })
  }
}

interface Setup {
  readonly folder: string
  readonly options: DockerRegistryOptions
}

/** YAML is a superset of JSON. */
async function configOf(
  folder: string,
  { htpasswd, tls, token, redirectTo, mirrorOf }: DockerRegistryOptions,
): Promise<object> {
  const keep = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }
  const passwords = htpasswd && `${htpasswd.username}:${hashSync(htpasswd.password, CHEAP_BCRYPT_ROUNDS)}\n`
  const auth = {
    ...(passwords && { htpasswd: { realm: 'test-realm', path: await keep('htpasswd', passwords) } }),
    ...(token && {
      token: {
        realm: token.realm,
        service: token.service,
        issuer: token.issuer,
        rootcertbundle: await keep('token.pem', token.certificate),
      },
    }),
  }
  return {
    version: 0.1,
    log: { level: 'info', formatter: 'json', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: {
      addr: '127.0.0.1:0',
      secret: 'test',
      ...(tls && {
        tls: {
          certificate: await keep('server.pem', tls.certificate),
          key: await keep('server.key', tls.key),
        },
      }),
    },
    ...(Object.keys(auth).length > 0 && { auth }),
    ...(redirectTo && { middleware: { storage: [{ name: 'redirect', options: { baseurl: redirectTo } }] } }),
    ...(mirrorOf && { proxy: { remoteurl: mirrorOf } }),
  }
}

async function listeningHost(child: ChildProcess): Promise<string> {
  const log: string[] = []
  if (child.stderr === null) throw new Error('docker-registry has no log')
  const lines = createInterface({ input: child.stderr })
  for await (const line of lines) {
    log.push(line)
    const host = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1]
    if (host !== undefined) return host
  }
  throw new Error(`docker-registry did not start: ${log.join('\n')}`)
}
