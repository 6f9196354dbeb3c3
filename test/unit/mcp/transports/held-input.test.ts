import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { describe, it } from 'node:test'

import { HeldInput } from '../../../../src/mcp/transports/held-input.ts'

const MIB = 1024 * 1024

interface Scene {
  readonly input: PassThrough
  readonly held: HeldInput
  readonly passed: () => string
  hold: boolean
  ends: number
}

function scene(): Scene {
  const [input, target] = [new PassThrough(), new PassThrough()]
  const passed: string[] = []
  target.setEncoding('utf8').on('data', (text: string) => passed.push(text))
  const made = { input, passed: () => passed.join(''), hold: false, ends: 0 }
  const held = new HeldInput({ input, target, isHeld: () => made.hold, onEnd: () => made.ends++ })
  return Object.assign(made, { held })
}

describe('HeldInput', () => {
  it('passes on what comes, keeps it while it is held, and loses nothing', () => {
    const at = scene()
    at.input.write('a')
    at.hold = true
    at.input.write('b')
    at.input.write('c')
    at.held.release()
    assert.equal(at.passed(), 'a')
    at.hold = false
    at.held.release()
    at.input.write('d')
    assert.equal(at.passed(), 'abcd')
    assert.equal(at.ends, 0)
  })

  it('sees the end while it is held, once', async () => {
    const at = scene()
    at.hold = true
    at.input.end('a')
    await new Promise((resolve) => at.input.once('close', resolve))
    assert.equal(at.ends, 1)
  })

  it('ends for a client that asks without end and reads nothing', () => {
    const at = scene()
    at.hold = true
    for (let chunk = 0; chunk < 33; chunk++) at.input.write(Buffer.alloc(MIB))
    assert.equal(at.ends, 1)
    at.hold = false
    at.held.release()
    assert.equal(at.passed(), '')
  })
})
