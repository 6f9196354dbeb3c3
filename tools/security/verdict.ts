import type { Attack } from './attack.ts'
import type { TestRun } from './test-run.ts'
import { titlePattern } from './test-titles.ts'

/** Walls of the operating system that attacks are tried behind. */
const WALLS = ['bubblewrap', 'landlock'] as const

type Wall = (typeof WALLS)[number]

/** What came of an attack under one Node. */
export interface Verdict {
  /** Every test of it ran; one that was not tried is not stopped. */
  readonly isTried: boolean
  /** Every test of it ran, and all passed. */
  readonly isStopped: boolean
  /** The walls that tests of it ran under, beside none. */
  readonly walls: readonly Wall[]
}

/** Looks up what came of the tests of an attack under this version of Node. */
export function verdictOn(attack: Attack, runs: readonly TestRun[], version: string): Verdict {
  const { tests, sinceNode = 0 } = attack
  const needsWall = Number.parseInt(version, 10) < sinceNode
  const found = tests.map(({ file, title }) => {
    const pattern = titlePattern(title)
    const ofTest = runs.filter((run) => run.file === file && pattern.test(run.name))
    return needsWall ? ofTest.filter(({ suite }) => wallOf(suite) !== null) : ofTest
  })
  const all = found.flat()
  const isTried = found.every((ofTest) => ofTest.length > 0)
  return {
    isTried,
    isStopped: isTried && all.every(({ hasPassed }) => hasPassed),
    walls: WALLS.filter((wall) => all.some(({ suite }) => wallOf(suite) === wall)),
  }
}

function wallOf(suite: string): Wall | null {
  return WALLS.find((wall) => suite.endsWith(`under ${wall}`)) ?? null
}
