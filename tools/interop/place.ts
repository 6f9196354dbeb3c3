import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { librariesOf } from '../../test/helpers/debian-program.ts'
import { DockerRegistry } from '../../test/helpers/registry/docker-registry.ts'
import type { Programs } from './programs.ts'

const WASSETTE = fileURLToPath(new URL('../../bin/wassette', import.meta.url))
/** Without `package-docs`, whose form for one component alone wkg does not read. */
const COMPONENT = fileURLToPath(new URL('../../test/guests/fetches/fetches.wasm', import.meta.url))
const PROGRAM_TIMEOUT_MS = 120_000

/** Where one try happens: a registry and a home folder of its own. */
export class Place implements AsyncDisposable {
  /** `127.0.0.1:<port>`. */
  readonly host: string
  readonly component = COMPONENT
  readonly #programs: Programs
  readonly #registry: DockerRegistry
  readonly #folder: string

  private constructor(programs: Programs, registry: DockerRegistry, folder: string) {
    this.host = registry.host
    this.#programs = programs
    this.#registry = registry
    this.#folder = folder
  }

  static async open(programs: Programs): Promise<Place> {
    const folder = await mkdtemp(join(tmpdir(), 'wassette-interop-'))
    return new Place(programs, await DockerRegistry.start(programs.registry), folder)
  }

  /** The path of a file of this try. */
  path(name: string): string {
    return join(this.#folder, name)
  }

  async write(name: string, content: string): Promise<string> {
    const path = this.path(name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
    return path
  }

  /** Runs a program of others to its end, and returns what it printed. @throws where it fails, with what it said */
  async run(name: string, ...args: readonly string[]): Promise<string> {
    const path = this.#programs.paths[name] ?? name
    const libraries = await librariesOf({ name, package: name }, path)
    return this.#execute(path, args, libraries === null ? {} : { LD_LIBRARY_PATH: libraries })
  }

  /** Runs our own command. */
  wassette(...args: readonly string[]): Promise<string> {
    return this.#execute(process.execPath, [WASSETTE, ...args], { WASSETTE_LOG: 'error' })
  }

  /** Whether a file has the bytes of the component. */
  async isComponent(path: string): Promise<boolean> {
    return (await readFile(path)).equals(await readFile(COMPONENT))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#registry[Symbol.asyncDispose]()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #execute(
    path: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<string> {
    const home = { HOME: this.#folder, PATH: process.env['PATH'] ?? '', COSIGN_PASSWORD: '' }
    const options = { cwd: this.#folder, timeout: PROGRAM_TIMEOUT_MS, env: { ...home, ...env } }
    const { stdout } = await promisify(execFile)(path, args, options)
    return stdout
  }
}
