import { closedTo } from './closed-folders.ts'
import type { PathGrant, PathRules } from './path-pattern.ts'
import { type Permissions, type Policy, type RuleSet, type RuleTerms, type StorageRule } from './policy.ts'

/** Who speaks in a layer of an effective policy. */
export type LayerSource = 'granted' | 'requested' | 'tool' | 'ceiling' | 'built-in'

/** One document's say; every layer has to allow what is done. `allow: null` is no narrowing. */
export interface PolicyLayer {
  readonly source: LayerSource
  readonly permissions: Permissions
}

/** What a component may do: what every layer allows and none denies. */
export interface EffectivePolicy {
  /** The operator's grants come first and are always there. */
  readonly layers: readonly [PolicyLayer, ...PolicyLayer[]]
}

/** What the documents say that decide together. */
export interface PolicySources {
  /** What the operator granted. */
  readonly granted: Policy
  /** What the author asks for; null where the author said nothing. */
  readonly requested: Policy | null
  /** What no grant can pass; null where there is none. */
  readonly ceiling: Policy | null
  /** The exported function that is called: its own rules narrow the component's. */
  readonly tool?: string | undefined
  /** Milliseconds since 1970. Without it every rule that expires has expired. */
  readonly now?: number | undefined
  /** Folders and files of the product itself, which no grant opens. */
  readonly ownFolders?: readonly string[] | undefined
}

/** What the author asked for ∩ what the operator granted, under the ceiling, minus every deny of any of them. */
export function effectivePolicy({
  granted,
  requested,
  ceiling,
  tool,
  now = Number.POSITIVE_INFINITY,
  ownFolders = [],
}: PolicySources): EffectivePolicy {
  const layer = (source: LayerSource, permissions: Permissions): PolicyLayer => ({
    source,
    permissions: inForce(permissions, now),
  })
  const narrower = [granted, requested, ceiling].flatMap((policy) =>
    tool === undefined ? [] : (policy?.tools.get(tool) ?? []),
  )
  return {
    layers: [
      layer('granted', silenceDenies(granted.permissions)),
      ...(requested === null ? [] : [layer('requested', silenceDenies(requested.permissions))]),
      ...narrower.map((permissions) => layer('tool', permissions)),
      ...(ceiling === null ? [] : [layer('ceiling', ceiling.permissions)]),
      layer('built-in', closedTo(ownFolders)),
    ],
  }
}

/** The storage rules as plain data for the sandbox process. */
export function pathRulesOf({ layers: [granted, ...narrowing] }: EffectivePolicy): PathRules {
  const within = narrowing.flatMap(({ permissions }) => {
    const { allow } = permissions.storage
    return allow === null ? [] : [allow.flatMap(toPathGrant)]
  })
  return {
    allow: (granted.permissions.storage.allow ?? []).flatMap(toPathGrant),
    deny: [granted, ...narrowing].flatMap(({ permissions }) => permissions.storage.deny.flatMap(toPathGrant)),
    within,
  }
}

/** Whether any file or anything of the network is granted, be it by a rule that leads nowhere. */
export function reachesOut({ layers }: EffectivePolicy): boolean {
  return (
    layers.every(({ permissions }) => opensAny(permissions.storage)) ||
    layers.every(({ permissions }) => opensAny(permissions.network))
  )
}

function opensAny<Rule>({ allow }: RuleSet<Rule>): boolean {
  return allow === null || allow.length > 0
}

/** A rule as plain data; none where it names no path. */
export function toPathGrant({ pattern, resolved, read, write }: StorageRule): PathGrant[] {
  return pattern === null ? [] : [{ pattern, read, write, ...(resolved !== null && { resolved }) }]
}

/** A grant or a wish that does not speak of something allows none of it; a ceiling that does not speak of it leaves it open. */
function silenceDenies({ storage, network, environment, ...rest }: Permissions): Permissions {
  return { ...rest, storage: closed(storage), network: closed(network), environment: closed(environment) }
}

function closed<Rule>({ allow, deny }: RuleSet<Rule>): RuleSet<Rule> {
  return { allow: allow ?? [], deny }
}

function inForce({ storage, network, environment, ...rest }: Permissions, now: number): Permissions {
  const lasting = <Rule extends RuleTerms>({ allow, deny }: RuleSet<Rule>): RuleSet<Rule> => ({
    allow: allow?.filter(({ expires, uses }) => (expires === null || now < expires) && uses !== 0) ?? null,
    deny,
  })
  return {
    ...rest,
    storage: lasting(storage),
    network: lasting(network),
    environment: lasting(environment),
  }
}
