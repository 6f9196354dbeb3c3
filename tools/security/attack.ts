/** One row of the table in `docs/security.md`. */
export interface Attack {
  /** What is attacked, in a few words. */
  readonly attack: string
  /** What the attacker does. */
  readonly tries: string
  /** What keeps it from working. */
  readonly defence: string
  /** The tests that try it; all of them have to pass. */
  readonly tests: readonly TestReference[]
  /** The major version of Node.js from which on it is stopped without a wall too; any unless given. */
  readonly sinceNode?: number
}

/** A test as its source names it: `${…}` in a title stands as it is written. */
export interface TestReference {
  /** Path from the root of the repository. */
  readonly file: string
  readonly title: string
}

/** The attacks on one thing, in the order of the escape corpus. */
export interface AttackGroup {
  readonly name: string
  readonly attacks: readonly Attack[]
}

/** References to tests of one file. */
export function testsOf(file: string): (...titles: readonly string[]) => readonly TestReference[] {
  return (...titles) => titles.map((title) => ({ file, title }))
}
