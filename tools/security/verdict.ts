import type { Attack } from './attack.ts'
import type { TestRun } from './test-run.ts'
import { titlePattern } from './test-titles.ts'

/** What came of an attack under one Node. */
export interface Verdict {
  /** Every test of it ran; one that was not tried is not stopped. */
  readonly isTried: boolean
  /** Every test of it ran, and all passed. */
  readonly isStopped: boolean
  /** A test of it ran under bubblewrap too. */
  readonly isTriedUnderBubblewrap: boolean
}

/** Looks up what came of the tests of an attack under this version of Node. */
export function verdictOn(attack: Attack, runs: readonly TestRun[], version: string): Verdict {
  const { tests, sinceNode = 0 } = attack
  const needsBubblewrap = Number.parseInt(version, 10) < sinceNode
  const found = tests.map(({ file, title }) => {
    const pattern = titlePattern(title)
    const ofTest = runs.filter((run) => run.file === file && pattern.test(run.name))
    return needsBubblewrap ? ofTest.filter(isUnderBubblewrap) : ofTest
  })
  const all = found.flat()
  const isTried = found.every((ofTest) => ofTest.length > 0)
  return {
    isTried,
    isStopped: isTried && all.every(({ hasPassed }) => hasPassed),
    isTriedUnderBubblewrap: all.some(isUnderBubblewrap),
  }
}

function isUnderBubblewrap({ suite }: TestRun): boolean {
  return /under (?:bubblewrap|bwrap)$/.test(suite)
}
