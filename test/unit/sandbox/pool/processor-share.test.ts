import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { ProcessorShare, type SharingProcess } from '../../../../src/sandbox/pool/processor-share.ts'

const CHECK_MS = 50

/** A process that computes whenever it is not stopped. */
class SpinningProcess implements SharingProcess {
  chargedMs = 0
  isPaused = false

  pause(): void {
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
  }

  run(ms: number): void {
    if (!this.isPaused) this.chargedMs += ms
  }
}

/** Lets processes run for so long, looked at every 50 ms; returns what they used together. */
function spin(share: ProcessorShare, processes: readonly SpinningProcess[], ms: number): number {
  share.check(processes, 0)
  for (let now = CHECK_MS; now <= ms; now += CHECK_MS) {
    for (const process of processes) process.run(CHECK_MS)
    share.check(processes, now)
  }
  return processes.reduce((sum, process) => sum + process.chargedMs, 0)
}

describe('ProcessorShare', () => {
  it('gives processes together their share and what can be saved up, and one look more at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 4 }), (percent, count) => {
        const processes = Array.from({ length: count }, () => new SpinningProcess())
        const used = spin(new ProcessorShare({ processorShare: percent / 100 }), processes, 60_000)
        const wanted = Math.min(count, percent / 100) * 60_000
        assert.ok(used <= wanted + 100 + count * CHECK_MS, `${used} of ${wanted}`)
        assert.ok(used >= wanted * 0.8, `${used} of ${wanted}`)
      }),
    )
  })

  it('stops nobody who stays within', () => {
    const process = new SpinningProcess()
    process.pause = () => assert.fail('It was stopped')
    const share = new ProcessorShare({ processorShare: 0.25 })
    for (let now = 0; now < 10_000; now += CHECK_MS) {
      share.check([process], now)
      process.run(10)
    }
  })

  it('stops a process that is started while the others are stopped', () => {
    const [first, second] = [new SpinningProcess(), new SpinningProcess()]
    const share = new ProcessorShare({ processorShare: 0.1 })
    share.check([first], 0)
    first.run(1_000)
    share.check([first], 1_000)
    share.check([first, second], 1_050)
    assert.deepEqual([first.isPaused, second.isPaused], [true, true])
  })

  it('lets go of what was stopped once the debt is waited off', () => {
    const process = new SpinningProcess()
    const share = new ProcessorShare({ processorShare: 0.5 })
    share.check([process], 0)
    process.run(1_000)
    share.check([process], 1_000)
    assert.equal(process.isPaused, true)
    share.check([process], 1_700)
    assert.equal(process.isPaused, true)
    share.check([process], 1_900)
    assert.equal(process.isPaused, false)
  })
})
