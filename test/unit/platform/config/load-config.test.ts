import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import { loadConfig } from '#platform'

import { makeTemporaryFolder, removeTemporaryFolder } from '../../../helpers/temporary-folder.ts'

let home: string

before(async () => {
  home = await makeTemporaryFolder()
  await mkdir(join(home, '.config', 'wassette'), { recursive: true })
  await writeFile(
    join(home, '.config', 'wassette', 'config.toml'),
    'component_dir = "/from/file"\nmax_tool_name_length = 64\n[environment_vars]\nA = "file"\nB = "file"\nC = "file"\n',
  )
  await writeFile(join(home, 'guest.env'), 'B=env-file\nC=env-file\n')
})

after(() => removeTemporaryFolder(home))

describe('loadConfig()', () => {
  it('puts everything below the home folder by default', async () => {
    const config = await loadConfig({}, { HOME: '/nobody' })
    assert.equal(config.componentDir, '/nobody/.local/share/wassette/components')
    assert.equal(config.cacheDir, '/nobody/.cache/wassette')
    assert.equal(config.logLevel, 'info')
    assert.equal(config.maxToolNameLength, 128)
    assert.deepEqual(config.guestEnvironment, {})
    assert.deepEqual(config.warnings, [])
  })

  it('follows the XDG folders but for relative ones', async () => {
    const xdg = { XDG_DATA_HOME: '/data', XDG_CACHE_HOME: 'relative' }
    const config = await loadConfig({}, { HOME: '/nobody', ...xdg })
    assert.equal(config.componentDir, '/data/wassette/components')
    assert.equal(config.cacheDir, '/nobody/.cache/wassette')
  })

  it('takes flags over variables over the file', async () => {
    const env = { HOME: home, WASSETTE_COMPONENT_DIR: '/from/variable', WASSETTE_MAX_TOOL_NAME_LENGTH: '50' }
    assert.equal((await loadConfig({}, { HOME: home })).componentDir, '/from/file')
    assert.equal((await loadConfig({}, { HOME: home })).maxToolNameLength, 64)
    assert.equal((await loadConfig({}, env)).componentDir, '/from/variable')
    assert.equal((await loadConfig({}, env)).maxToolNameLength, 50)
    assert.equal((await loadConfig({ componentDir: '/from/flag' }, env)).componentDir, '/from/flag')
  })

  it('gives components what was written for them and nothing of its own environment', async () => {
    const flags = { env: ['C=flag'], envFile: join(home, 'guest.env') }
    const config = await loadConfig(flags, { HOME: home, SECRET: 'of the user' })
    assert.deepEqual(config.guestEnvironment, { A: 'file', B: 'env-file', C: 'flag' })
  })

  it('reads the file that WASSETTE_CONFIG_FILE names', async () => {
    const path = join(home, 'other.toml')
    await writeFile(path, 'component_dir = "/other"')
    const config = await loadConfig({}, { HOME: home, WASSETTE_CONFIG_FILE: path })
    assert.equal(config.componentDir, '/other')
  })

  it('warns when that file is not there', async () => {
    const config = await loadConfig({}, { HOME: home, WASSETTE_CONFIG_FILE: '/nowhere.toml' })
    assert.deepEqual(config.warnings, ["No file at '/nowhere.toml' of WASSETTE_CONFIG_FILE"])
  })

  it('refuses an environment file that is not there', async () => {
    await assert.rejects(loadConfig({ envFile: '/nowhere.env' }, { HOME: home }), {
      code: 'INVALID_ENV_FILE',
    })
  })

  it('refuses numbers that are none', async () => {
    for (const name of ['WASSETTE_MAX_TOOL_NAME_LENGTH', 'OCI_TIMEOUT_SECS', 'HTTP_TIMEOUT_SECS']) {
      for (const value of ['x', '0', '-1', '1.5', '999999999']) {
        await assert.rejects(loadConfig({}, { HOME: home, [name]: value }), { code: 'INVALID_SETTING' })
      }
    }
  })

  it('has an end for the size of components, and a date for what is published', async () => {
    for (const WASSETTE_MAX_COMPONENT_SIZE of ['2GiB', 'much']) {
      await assert.rejects(loadConfig({}, { HOME: '/nobody', WASSETTE_MAX_COMPONENT_SIZE }), {
        code: 'INVALID_SETTING',
      })
    }
    const { sourceDate } = await loadConfig({}, { HOME: '/nobody', SOURCE_DATE_EPOCH: '1790000000' })
    assert.equal(sourceDate?.toISOString(), '2026-09-21T14:13:20.000Z')
    assert.equal((await loadConfig({}, { HOME: '/nobody' })).sourceDate, null)
    await assert.rejects(loadConfig({}, { HOME: '/nobody', SOURCE_DATE_EPOCH: 'yesterday' }), {
      code: 'INVALID_SETTING',
    })
  })

  it('takes the memory of sandbox processes from the variable over the file over nothing', async () => {
    const path = join(home, 'memory.toml')
    await writeFile(path, "max_sandbox_memory = '2GiB'")
    const env = { HOME: '/nobody', WASSETTE_CONFIG_FILE: path }
    const bytes = async (more: object) => (await loadConfig({}, { ...env, ...more })).maxSandboxBytes
    assert.equal(await bytes({}), 2 * 1024 ** 3)
    assert.equal(await bytes({ WASSETTE_MAX_SANDBOX_MEMORY: '1GiB' }), 1024 ** 3)
    assert.equal((await loadConfig({}, { HOME: '/nobody' })).maxSandboxBytes, null)
    for (const WASSETTE_MAX_SANDBOX_MEMORY of ['100MiB', 'much']) {
      await assert.rejects(bytes({ WASSETTE_MAX_SANDBOX_MEMORY }), { code: 'INVALID_SETTING' })
    }
  })

  it('collects what fetching takes from the environment', async () => {
    const env = {
      HOME: '/nobody',
      DOCKER_CONFIG: '/docker',
      REGISTRY_AUTH_FILE: '/auth.json',
      XDG_RUNTIME_DIR: '/run/user/1',
      HTTPS_PROXY: 'http://upper',
      https_proxy: 'http://lower',
      NO_PROXY: 'localhost',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      HTTP_TIMEOUT_SECS: '5',
      WASSETTE_MAX_COMPONENT_SIZE: '1MiB',
      WASSETTE_INSECURE_REGISTRIES: 'one:5000, two',
      WKG_REGISTRY_GHCR_IO_AUTH_BEARER: 'token',
      WKG_REGISTRY_LOCALHOST_5000_AUTH_BEARER: 'other',
      WKG_REGISTRY_EMPTY_AUTH_BEARER: '',
      WKG_OCI_USERNAME: 'me',
      WKG_OCI_PASSWORD: 'secret',
    }
    const { helperEnvironment, ...artifacts } = (await loadConfig({}, env)).artifacts
    assert.deepEqual(helperEnvironment, env)
    assert.deepEqual(artifacts, {
      home: '/nobody',
      dockerConfigDir: '/docker',
      registryAuthFile: '/auth.json',
      xdgRuntimeDir: '/run/user/1',
      xdgConfigHome: undefined,
      wkgConfigFile: '/nobody/.config/wasm-pkg/config.toml',
      proxy: { http: undefined, https: 'http://lower', none: 'localhost' },
      caFile: '/ca.pem',
      insecureRegistries: ['one:5000', 'two'],
      registries: { allow: null, mirrors: {}, mirrorTags: false, ca: {} },
      wkgLogins: {
        bearers: { GHCR_IO: 'token', LOCALHOST_5000: 'other' },
        anyRegistry: { username: 'me', password: 'secret' },
      },
      maxComponentBytes: 1024 * 1024,
      timeouts: { headersMs: 5000, idleMs: 5000 },
    })
  })
})
