import type { LimitValues } from '../resolve-limits.ts'
import type { PolicyLimits, RuleSet } from '../policy.ts'
import type { PolicySnapshot } from '../store/policy-snapshot.ts'
import { describePermissions } from './describe-permissions.ts'

/** What in the operator's rules only narrows, in the keys of `policy.yaml`: gone, it allows more. Null where nothing does. */
export function describeNarrowing(
  { granted, problems }: PolicySnapshot,
  defaults: LimitValues,
): object | null {
  // What cannot be read may hold a deny.
  if (problems.length > 0) return { problems: problems.map(({ message }) => message) }
  const { storage, network, environment, limits } = granted.permissions
  const described = describePermissions({
    storage: deniesOf(storage),
    network: deniesOf(network),
    environment: deniesOf(environment),
    limits: lowerLimits(limits, defaults),
    stateBytes: null,
  })
  const tools = Object.fromEntries(
    [...granted.tools].map(([name, rules]) => [name, describePermissions(rules)]),
  )
  const all = { ...described, ...(granted.tools.size > 0 && { tools }) }
  return Object.keys(all).length > 0 ? all : null
}

/** The same of the memory alone. */
export function describeMemoryLimit({ granted }: PolicySnapshot, defaults: LimitValues): object | null {
  const { memoryBytes } = lowerLimits(granted.permissions.limits, defaults)
  return memoryBytes === null ? null : { memory: String(memoryBytes) }
}

function deniesOf<Rule>({ deny }: RuleSet<Rule>): RuleSet<Rule> {
  return { allow: null, deny }
}

function lowerLimits(limits: PolicyLimits, defaults: LimitValues): PolicyLimits {
  const lower = (key: keyof PolicyLimits): number | null =>
    (limits[key] ?? Infinity) < defaults[key] ? limits[key] : null
  return {
    memoryBytes: lower('memoryBytes'),
    cpu: lower('cpu'),
    cpuTimeMs: lower('cpuTimeMs'),
    timeoutMs: lower('timeoutMs'),
    concurrency: lower('concurrency'),
    queue: lower('queue'),
    argumentBytes: lower('argumentBytes'),
    outputBytes: lower('outputBytes'),
    logBytes: lower('logBytes'),
    logLines: lower('logLines'),
    responseBytes: lower('responseBytes'),
    instances: lower('instances'),
    table: lower('table'),
  }
}
