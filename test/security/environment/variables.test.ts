import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'

import type { Outcome } from '#sandbox'

import { ISOLATIONS } from '../../helpers/isolations.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { planted } from '../../helpers/planted.ts'

const cacheFolder = await temporaryFolder({ after })
const file = await guestFile('wasi-all')

function valueOf(outcome: Outcome): unknown {
  assert.equal(outcome.kind, 'returned')
  return outcome.kind === 'returned' ? outcome.value : null
}

for (const { name, find } of ISOLATIONS) {
  describe(`the environment under ${name}`, async () => {
    const { sandbox, grants } = await openSandbox({ after }, { cacheFolder, isolation: await find() })
    const call = async (function_: string, ...args: readonly unknown[]): Promise<unknown> =>
      valueOf(await callGuest({ sandbox, grants }, file, { name: function_, args }))

    it('shows no variable of the server', async (t) => {
      process.env['PLANTED_SECRET'] = planted('of-the-server')
      t.after(() => delete process.env['PLANTED_SECRET'])
      assert.deepEqual(await call('get-environment'), [])
      assert.deepEqual(await call('list-config'), [])
      assert.equal(await call('get-config', 'PLANTED_SECRET'), undefined)
      assert.equal(await call('get-config', 'PATH'), undefined)
      const granted = { ...grants, environment: [['SHOWN', 'yes']] as const }
      const shown = await callGuest({ sandbox, grants: granted }, file, { name: 'get-environment' })
      assert.deepEqual(valueOf(shown), [['SHOWN', 'yes']])
    })

    it('shows no argument of the command line and no working directory', async () => {
      assert.deepEqual(await call('get-arguments'), [])
      assert.equal(await call('get-initial-directory'), undefined)
    })

    it('has no input to read, no terminal and no socket to listen on', async () => {
      assert.equal(await call('read-stdin'), '')
      assert.deepEqual(await call('list-terminals'), [])
      const listening = callGuest({ sandbox, grants }, file, {
        name: 'listen-tcp',
        args: ['127.0.0.1:0'],
        returnsResult: true,
      })
      assert.deepEqual(valueOf(await listening), { tag: 'err', val: 'access-denied' })
    })

    it('has a wall clock of whole milliseconds, in UTC', async () => {
      const { wallNanoseconds, wallResolution } = Object(await call('read-clocks'))
      assert.equal(wallNanoseconds % 1_000_000, 0)
      assert.equal(wallResolution, 1_000_000n)
    })
  })
}
