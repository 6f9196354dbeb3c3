import type { Signer } from '#artifacts'
import { describeWishes } from '#policy'
import type { ToolDefinition } from '#wit'

import type { Change, Comparison } from './change.ts'
import { excerpts } from './excerpts.ts'
import { type Leaves, leavesOf } from './leaves.ts'

/** A person reads a page; a model is made to read no more by a stranger. Wishes must not be crowded out by tools. */
const MAX_WISHES = 40
const MAX_OTHERS = 60

/** What of a version is compared. */
export interface DescribedVersion {
  readonly tools: readonly ToolDefinition[]
  /** Text of the author's policy. */
  readonly policy: string | null
  readonly signer: Signer | null
}

/** What is new, gone or other in `after`. */
export function compareVersions(before: DescribedVersion, after: DescribedVersion): Comparison {
  const signer = compareSigners(before.signer, after.signer)
  const wishes = compareWishes(before.policy, after.policy)
  const tools = compareTools(before.tools, after.tools)
  const changes = [...signer, ...wishes.slice(0, MAX_WISHES), ...tools.slice(0, MAX_OTHERS)]
  return { changes, leftOff: signer.length + wishes.length + tools.length - changes.length }
}

function compareSigners(before: Signer | null, after: Signer | null): readonly Change[] {
  const [was, is] = [before, after].map((signer) => signer && JSON.stringify(signer))
  return changeOf({ what: 'signer', tool: null, path: null }, was ?? null, is ?? null)
}

/** Rules of a list are alike whatever their order; one that is gone may have been what narrowed a grant. */
function compareWishes(before: string | null, after: string | null): readonly Change[] {
  const [was, is] = [before, after].map(
    (policy) => new Map(rulesOf(policy).map((rule) => [rule.join(' '), rule])),
  )
  const gone = [...(was ?? [])].filter(([key]) => !is?.has(key)).map(([, rule]) => rule)
  const come = [...(is ?? [])].filter(([key]) => !was?.has(key)).map(([, rule]) => rule)
  return [
    ...come.flatMap(([path, rule]) => changeOf({ what: 'wish', tool: null, path }, null, rule)),
    ...gone.flatMap(([path, rule]) => changeOf({ what: 'wish', tool: null, path }, rule, null)),
  ]
}

type Rule = readonly [path: string, rule: string]

/** The rules of a policy as JSON, each with the list that it stands in. A policy that asks for nothing is not the same as none. */
function rulesOf(policy: string | null): readonly Rule[] {
  if (policy === null) return []
  const wishes = describeWishes(policy)
  if (wishes === null) return [['/unreadable', JSON.stringify(policy)]]
  return [['', '"a policy"'], ...rulesIn('', { ...wishes.permissions, tools: wishes.tools })]
}

function rulesIn(path: string, value: unknown): readonly Rule[] {
  if (Array.isArray(value)) return value.map((rule): Rule => [path, JSON.stringify(rule)])
  if (typeof value !== 'object' || value === null) return [[path, JSON.stringify(value)]]
  return Object.entries(value).flatMap(([key, inner]) => rulesIn(`${path}/${key}`, inner))
}

function compareTools(
  before: readonly ToolDefinition[],
  after: readonly ToolDefinition[],
): readonly Change[] {
  const [was, is] = [before, after].map((tools) => new Map(tools.map((tool) => [tool.name, tool])))
  const names = new Set([...before, ...after].map(({ name }) => name))
  return [...names].toSorted().flatMap((name) => compareTool(name, was?.get(name), is?.get(name)))
}

function compareTool(tool: string, before?: ToolDefinition, after?: ToolDefinition): readonly Change[] {
  if (before === undefined || after === undefined) {
    return changeOf(
      { what: 'tool', tool, path: null },
      before?.description ?? null,
      after?.description ?? null,
    )
  }
  const place = (what: Change['what']) => (path: string) => ({ what, tool, path })
  return [
    ...changeOf({ what: 'description', tool, path: null }, before.description, after.description),
    ...compareLeaves(leavesOf(before.inputSchema), leavesOf(after.inputSchema), place('input')),
    ...compareLeaves(outputOf(before), outputOf(after), place('output')),
  ]
}

function outputOf({ outputSchema }: ToolDefinition): Leaves {
  return outputSchema === undefined ? new Map() : leavesOf(outputSchema)
}

type Place = Pick<Change, 'what' | 'tool' | 'path'>

function compareLeaves(before: Leaves, after: Leaves, place: (path: string) => Place): readonly Change[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted()
  return paths.flatMap((path) => changeOf(place(path), before.get(path) ?? null, after.get(path) ?? null))
}

function changeOf(place: Place, before: string | null, after: string | null): readonly Change[] {
  if (before === after) return []
  const kind = before === null ? 'added' : after === null ? 'removed' : 'changed'
  const [was, is] = excerpts(before, after)
  const [path] = excerpts(place.path, null)
  return [{ kind, ...place, path: path ?? null, before: was, after: is }]
}
