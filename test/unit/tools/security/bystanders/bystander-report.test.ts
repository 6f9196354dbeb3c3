import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import type { Attack } from '../../../../../tools/security/attack.ts'
import { BystanderReport } from '../../../../../tools/security/bystanders/bystander-report.ts'
import type { Observation } from '../../../../../tools/security/bystanders/observation.ts'
import { isNoticed } from '../../../../../tools/security/bystanders/print-bystanders.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'

const ATTACK: Attack = {
  attack: '',
  tries: '',
  defence: '',
  tests: [{ file: 'a.test.ts', title: 'is ${what}' }],
}
const TEST: Observation = { kind: 'test', file: 'a.test.ts', name: 'is stopped', from: 5_000, to: 15_000 }
const MIB = 2 ** 20

/** Ten seconds of a loop that is held for so long at each of these moments, and not else. */
function loop(held: Readonly<Record<number, number>>, bytes = MIB): readonly Observation[] {
  return Array.from({ length: 150 }, (_, tenth) => {
    const at = (tenth + 1) * 100
    return { kind: 'loop', at, heldMs: held[at] ?? 0, bytes }
  })
}

async function reportOf(
  t: TestContext,
  files: Readonly<Record<string, readonly Observation[]>>,
): Promise<BystanderReport> {
  const folder = await temporaryFolder(t)
  for (const [name, observations] of Object.entries({
    'idle.jsonl': loop({}),
    '1-tests.jsonl': [TEST],
    ...files,
  })) {
    await writeFile(join(folder, name), observations.map((one) => `${JSON.stringify(one)}\n`).join(''))
  }
  return BystanderReport.read(folder)
}

describe('BystanderReport', () => {
  it('says what a call at any moment waits for, the server that is worst and the most of its memory', async (t) => {
    const report = await reportOf(t, {
      '1-host.jsonl': loop({}, 7 * MIB),
      '1-server-1.jsonl': loop({ 9_000: 1_000 }),
    })
    const found = report.of(ATTACK)
    // For a tenth of the time calls have to wait, and a tenth of those for more than 900 ms.
    assert.ok(found !== null && found.latencyMs > 850 && found.latencyMs < 920, String(found?.latencyMs))
    assert.equal(found.memoryBytes, 7 * MIB)
    assert.equal(isNoticed(found), true)
  })

  it('counts only what happened while the tests of an attack ran, when the server was there', async (t) => {
    const report = await reportOf(t, {
      '1-host.jsonl': loop({ 2_000: 900 }),
      '1-server-1.jsonl': loop({ 6_000: 900 }).slice(55),
      '2-host.jsonl': loop({ 9_000: 900 }),
    })
    assert.equal(report.of(ATTACK)?.latencyMs, 0)
  })

  it('knows nothing of an attack whose tests have no server', async (t) => {
    const report = await reportOf(t, { '2-host.jsonl': loop({}) })
    assert.equal(report.of(ATTACK), null)
    assert.equal(isNoticed(null), false)
  })

  it('blames nobody for latency while the machine is busy, and an attack for memory at all times', async (t) => {
    const busy = { 'idle.jsonl': loop({ 9_000: 900 }) }
    const slow = await reportOf(t, { ...busy, '1-host.jsonl': loop({ 9_000: 900 }) })
    assert.equal(isNoticed(slow.of(ATTACK)), false)
    const large = await reportOf(t, { ...busy, '1-host.jsonl': loop({}, 513 * MIB) })
    assert.equal(isNoticed(large.of(ATTACK)), true)
  })
})
