import { withMarked } from '../marked-part.ts'
import type { Attack, AttackGroup } from './attack.ts'
import type { TestRun } from './test-run.ts'
import { verdictOn } from './verdict.ts'

const MARKS = ['<!-- table: written by `npm run security -- --write` -->', '<!-- end of table -->'] as const

/** What ran under which Node, by its version. */
export type RunsByNode = ReadonlyMap<string, readonly TestRun[]>

/** The table of all attacks with what came of them, as Markdown. */
export function printTable(groups: readonly AttackGroup[], runs: RunsByNode): string {
  const parts = groups.map(({ name, attacks }) => {
    const rows = attacks.map((attack) => `${rowOf(attack)} ${printResult(attack, runs)} |`)
    return [
      `### ${name}`,
      '',
      '| attack | what it tries | what stops it | result |',
      '| --- | --- | --- | --- |',
      ...rows,
    ].join('\n')
  })
  const nodes = [...runs.keys()].map((version) => `Node.js ${version}`).join(' and ')
  return [`Tried with ${nodes} on ${process.platform}.`, ...parts].join('\n\n')
}

/** What the table says of an attack before its result; a document without it is stale. */
export function rowOf({ attack, tries, defence }: Attack): string {
  return `| ${attack} | ${tries} | ${defence} |`
}

/** The document with another table between its marks. @throws when it has no place for one */
export function withTable(document: string, table: string): string {
  return withMarked(document, MARKS, table)
}

function printResult(attack: Attack, runs: RunsByNode): string {
  const verdicts = [...runs].map(([version, ofNode]) => ({ version, ...verdictOn(attack, ofNode, version) }))
  const untried = verdicts.filter(({ isTried }) => !isTried).map(({ version }) => version)
  if (untried.length > 0) return `**not tried** with ${untried.join(', ')}`
  const failed = verdicts.filter(({ isStopped }) => !isStopped).map(({ version }) => version)
  if (failed.length > 0) return `**not stopped** with ${failed.join(', ')}`
  const { sinceNode } = attack
  if (sinceNode !== undefined) return `stopped, before Node.js ${sinceNode} only behind a wall`
  const walls = verdicts[0]?.walls.filter((wall) => verdicts.every(({ walls }) => walls.includes(wall))) ?? []
  return walls.length === 0 ? 'stopped' : `stopped, without a wall and with ${walls.join(' and ')}`
}
