import assert from 'node:assert/strict'
import { dirname } from 'node:path'
import { describe, it } from 'node:test'

import { chooseIsolation, type Isolation } from '#sandbox'

import { findDebianProgram } from '../../helpers/debian-program.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'

async function bubblewrapIsolation(): Promise<Isolation> {
  const program = await findDebianProgram({ name: 'bwrap', package: 'bubblewrap' })
  const search = { mode: 'os', platform: 'linux', path: dirname(program) } as const
  return (await chooseIsolation(search)).isolation
}

describe('chooseIsolation()', () => {
  it('finds bubblewrap on the path and tries it', async () => {
    assert.equal((await bubblewrapIsolation()).name, 'bubblewrap')
  })

  it('falls back to the process alone and says what is missing', async () => {
    const { isolation, missing } = await chooseIsolation({
      mode: 'auto',
      platform: 'linux',
      path: '/nowhere',
    })
    assert.equal(isolation.name, 'process')
    assert.match(missing ?? '', /bubblewrap/)
  })

  it('refuses where the layer is required and not there', async () => {
    const search = { mode: 'os', platform: 'linux', path: '/nowhere' } as const
    await assert.rejects(chooseIsolation(search), { code: 'ISOLATION_MISSING' })
  })
})

describe('bubblewrap', () => {
  it('runs a component, and kills one that spins with its inner process', async (t) => {
    const sandbox = await openSandbox(t, {
      isolation: await bubblewrapIsolation(),
      limits: { callMs: 2_000 },
    })
    const spins = await guestFile('spins')
    assert.deepEqual(await callGuest(sandbox, spins, { name: 'pass' }), { kind: 'returned', value: true })
    assert.equal((await callGuest(sandbox, spins, { name: 'spin' })).kind, 'limit')
    assert.deepEqual(await callGuest(sandbox, spins, { name: 'pass' }), { kind: 'returned', value: true })
  })

  it('keeps the limit of memory', async (t) => {
    const sandbox = await openSandbox(t, {
      isolation: await bubblewrapIsolation(),
      limits: { memoryBytes: 32 * 1024 * 1024 },
    })
    const outcome = await callGuest(sandbox, await guestFile('grows'), { name: 'grow', args: [100_000] })
    assert.deepEqual(outcome, { kind: 'returned', value: 512 })
  })
})
