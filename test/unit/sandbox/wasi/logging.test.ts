import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLogging } from '../../../../src/sandbox/guest-process/wasi/logging.ts'
import { interfaceOf, testGuest } from './guest.ts'

describe('createLogging()', () => {
  it('makes each message a line of stderr', () => {
    const { guest, printed } = testGuest()
    const { log } = interfaceOf<{ log: (...parts: string[]) => void }>(
      createLogging(guest),
      'wasi:logging/logging',
    )
    log('warn', 'cache', 'It is full')
    log('info', '', 'Done')
    assert.deepEqual(printed, { stdout: '', stderr: 'warn cache: It is full\ninfo: Done\n' })
  })
})
