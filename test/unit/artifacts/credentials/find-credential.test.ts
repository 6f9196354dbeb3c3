import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Credential } from '../../../../src/artifacts/credentials/credential.ts'
import {
  authFilesOf,
  findCredential,
  type CredentialSettings,
} from '../../../../src/artifacts/credentials/find-credential.ts'
import { recordingLogger } from '../../../helpers/recording-logger.ts'
import { TemporaryHome } from '../../../helpers/registry/temporary-home.ts'
import { planted } from '../../../helpers/planted.ts'

const PASSWORD = planted('password')
const NAME = { registry: 'ghcr.io', repository: 'user/charcount' }

function login(username: string): { auth: string } {
  return { auth: Buffer.from(`${username}:${PASSWORD}`).toString('base64') }
}

function basic(username: string): Credential {
  return { kind: 'basic', username, password: PASSWORD }
}

/** A helper that answers for ghcr.io as `user`, and else as docker-credential-helpers do. */
function helperScript(user: string): string {
  return `#!/bin/sh
read server
if [ "$1" = get ] && [ "$server" = ghcr.io ]; then echo '{"ServerURL":"ghcr.io","Username":"${user}","Secret":"${PASSWORD}"}'
else echo 'credentials not found in native keychain'; exit 1; fi
`
}

/** A home with these files and helpers, and the settings that lead there. */
async function setUp(
  stack: AsyncDisposableStack,
  files: Readonly<Record<string, unknown>>,
  helpers: Readonly<Record<string, string>> = {},
): Promise<CredentialSettings & { readonly logger: ReturnType<typeof recordingLogger> }> {
  const home = stack.use(await TemporaryHome.create())
  for (const [name, content] of Object.entries(files)) {
    await home.write(name, typeof content === 'string' ? content : JSON.stringify(content))
  }
  for (const [name, script] of Object.entries(helpers))
    await home.write(`bin/docker-credential-${name}`, script, 0o755)
  return {
    logins: [],
    authFiles: authFilesOf({ home: home.path }),
    helper: { environment: { PATH: `${home.path}/bin:/usr/bin:/bin` }, timeoutMs: 10_000 },
    logger: recordingLogger(),
  }
}

describe('findCredential()', () => {
  const docker = '.docker/config.json'
  const podman = '.config/containers/auth.json'
  const table: readonly [string, Readonly<Record<string, unknown>>, Credential | null][] = [
    ['nothing without files', {}, null],
    ['the Docker file', { [docker]: { auths: { 'ghcr.io': login('docker') } } }, basic('docker')],
    ['the podman file', { [podman]: { auths: { 'ghcr.io': login('podman') } } }, basic('podman')],
    [
      'the Docker file before the podman file',
      {
        [docker]: { auths: { 'ghcr.io': login('docker') } },
        [podman]: { auths: { 'ghcr.io': login('podman') } },
      },
      basic('docker'),
    ],
    [
      'the podman file when the Docker file has another registry',
      {
        [docker]: { auths: { 'cr.io': login('docker') } },
        [podman]: { auths: { 'ghcr.io': login('podman') } },
      },
      basic('podman'),
    ],
    [
      'the helper of the registry before the store and the file',
      {
        [docker]: {
          credHelpers: { 'ghcr.io': 'mine' },
          credsStore: 'store',
          auths: { 'ghcr.io': login('file') },
        },
      },
      basic('mine'),
    ],
    [
      'the store before the file',
      { [docker]: { credsStore: 'store', auths: { 'ghcr.io': login('file') } } },
      basic('store'),
    ],
    [
      'the file when the store has no login',
      { [docker]: { credsStore: 'empty', auths: { 'ghcr.io': login('file') } } },
      basic('file'),
    ],
    [
      'the file when the store is not installed',
      { [docker]: { credsStore: 'gone', auths: { 'ghcr.io': login('file') } } },
      basic('file'),
    ],
    ['nothing from a broken file', { [docker]: '{' }, null],
  ]
  for (const [what, files, credential] of table) {
    it(`takes ${what}`, async () => {
      await using stack = new AsyncDisposableStack()
      const helpers = {
        mine: helperScript('mine'),
        store: helperScript('store'),
        empty: '#!/bin/sh\necho credentials not found in native keychain; exit 1\n',
      }
      assert.deepEqual(await findCredential(NAME, await setUp(stack, files, helpers)), credential)
    })
  }

  it('takes a login of the settings before everything', async () => {
    await using stack = new AsyncDisposableStack()
    const settings = await setUp(stack, { [docker]: { auths: { 'ghcr.io': login('docker') } } })
    const logins = [{ registry: 'ghcr.io', credential: { kind: 'bearer', token: 't' } as const }]
    assert.deepEqual(await findCredential(NAME, { ...settings, logins }), { kind: 'bearer', token: 't' })
  })

  it('says that a file is broken or a store is missing', async () => {
    await using stack = new AsyncDisposableStack()
    const settings = await setUp(stack, { [docker]: '{', [podman]: { credsStore: 'gone' } })
    await findCredential(NAME, settings)
    assert.deepEqual(
      settings.logger.lines.map(({ level }) => level),
      ['warn', 'warn'],
    )
  })

  it('reads the marker of an identity token', async () => {
    await using stack = new AsyncDisposableStack()
    const files = { [docker]: { credsStore: 'store' } }
    const settings = await setUp(stack, files, { store: helperScript('<token>') })
    assert.deepEqual(await findCredential(NAME, settings), { kind: 'identity-token', token: PASSWORD })
  })

  const failures: readonly [string, string, string][] = [
    ['is missing', 'gone', ''],
    ['has a path for a name', '../bin/evil', ''],
    ['fails', 'broken', '#!/bin/sh\nexit 3\n'],
    ['prints no JSON', 'broken', '#!/bin/sh\necho hello\n'],
    ['prints without end', 'broken', '#!/bin/sh\nyes\n'],
  ]
  for (const [what, name, script] of failures) {
    it(`fails when the helper of the registry ${what}`, async () => {
      await using stack = new AsyncDisposableStack()
      const settings = await setUp(
        stack,
        { [docker]: { credHelpers: { 'ghcr.io': name } } },
        { broken: script },
      )
      await assert.rejects(findCredential(NAME, settings), { code: 'CREDENTIAL_HELPER_FAILED' })
    })
  }

  it('does not wait for a helper for ever', async () => {
    await using stack = new AsyncDisposableStack()
    const files = { [docker]: { credHelpers: { 'ghcr.io': 'slow' } } }
    const settings = await setUp(stack, files, { slow: '#!/bin/sh\nexec sleep 600\n' })
    const helper = { ...settings.helper, timeoutMs: 50 }
    await assert.rejects(findCredential(NAME, { ...settings, helper }), { code: 'CREDENTIAL_HELPER_FAILED' })
  })
})

describe('authFilesOf()', () => {
  it('lists Docker first and follows the environment', () => {
    assert.deepEqual(authFilesOf({ home: '/home/user' }), [
      '/home/user/.docker/config.json',
      '/home/user/.config/containers/auth.json',
    ])
    const places = {
      dockerConfigDir: '/d',
      registryAuthFile: '/r.json',
      xdgRuntimeDir: '/run',
      xdgConfigHome: '/c',
    }
    assert.deepEqual(authFilesOf({ home: '/home/user', ...places }), [
      '/d/config.json',
      '/r.json',
      '/run/containers/auth.json',
      '/c/containers/auth.json',
    ])
  })
})
