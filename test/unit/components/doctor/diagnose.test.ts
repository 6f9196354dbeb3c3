import assert from 'node:assert/strict'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { type Check, diagnose } from '#components'
import { loadConfig } from '#platform'

import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

/** A user whose home folder is empty. */
async function user(t: TestContext, env: Readonly<Record<string, string>> = {}) {
  const home = await temporaryFolder(t)
  const run = async () => {
    const checks = await diagnose(await loadConfig({}, { HOME: home, PATH: '/nowhere', ...env }))
    return new Map<string, Check>(checks.map((check) => [check.name, check]))
  }
  return { home, components: join(home, '.local', 'share', 'wassette', 'components'), run }
}

describe('diagnose()', () => {
  it('finds that all that is required works for a new user, and says what is done without', async (t) => {
    const { run } = await user(t)
    const checks = await run()
    assert.deepEqual(
      [...checks.values()].filter(({ status }) => status === 'failed'),
      [],
    )
    assert.equal(checks.get('Component folder')?.status, 'ok')
    assert.equal(checks.get('Clients')?.status, 'warning')
    for (const { status, next } of checks.values()) assert.equal(next === null, status === 'ok')
  })

  it('fails where the layer that was asked for is not there', async (t) => {
    const { run } = await user(t, { WASSETTE_ISOLATION: 'os' })
    assert.equal((await run()).get('Isolation')?.status, 'failed')
    const off = await user(t, { WASSETTE_ISOLATION: 'process' })
    assert.equal((await off.run()).get('Isolation')?.status, 'warning')
  })

  it('fails where the component folder is a file', async (t) => {
    const { home, run } = await user(t)
    await mkdir(join(home, '.local', 'share', 'wassette'), { recursive: true })
    await writeFile(join(home, '.local', 'share', 'wassette', 'components'), '')
    assert.equal((await run()).get('Component folder')?.status, 'failed')
  })

  it('names the file and the line of a damaged policy', async (t) => {
    const { components, run } = await user(t)
    await mkdir(components, { recursive: true })
    await writeFile(join(components, 'first.wasm'), '')
    await writeFile(join(components, 'first.policy.yaml'), 'version: "1.0"\npermissions: [\n')
    const check = (await run()).get('Policy of first')
    assert.equal(check?.status, 'failed')
    assert.match(check.next ?? '', /line \d+ of '.*first\.policy\.yaml'/)
  })

  it('finds clients and whether they know this server', async (t) => {
    const { home, run } = await user(t)
    await mkdir(join(home, '.codex'))
    await writeFile(join(home, '.codex', 'config.toml'), '[mcp_servers.wassette]\n')
    await writeFile(join(home, '.claude.json'), '{}')
    const checks = await run()
    assert.equal(checks.get('Codex')?.status, 'ok')
    assert.match(checks.get('Claude Code')?.next ?? '', /claude mcp add/)
  })

  it('finds the keychain program', async (t) => {
    const programs = await temporaryFolder(t)
    await writeFile(join(programs, 'secret-tool'), '#!/bin/sh\n')
    await chmod(join(programs, 'secret-tool'), 0o755)
    const { run } = await user(t, { PATH: programs })
    const status = (await run()).get('Keychain')?.status
    assert.equal(status, ['linux', 'darwin'].includes(process.platform) ? 'ok' : 'warning')
  })
})
