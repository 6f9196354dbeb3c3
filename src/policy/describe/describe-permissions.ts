import { parseHostPattern } from '#addresses'

import type {
  EnvironmentRule,
  NetworkRule,
  Permissions,
  PolicyLimits,
  RuleSet,
  RuleTerms,
  StorageRule,
} from '../policy.ts'

/** Permissions as plain JSON, in the keys of `policy.yaml`; what is not said is left out. */
export function describePermissions(permissions: Permissions): object {
  const { storage, network, environment, limits, stateBytes } = permissions
  const described = describeLimits(limits)
  return {
    ...describeRules('storage', storage),
    ...describeRules('network', network),
    ...describeRules('environment', environment),
    ...(Object.keys(described).length > 0 && { resources: { limits: described } }),
    ...(stateBytes !== null && { state: describeState(stateBytes) }),
  }
}

/** One rule as it could stand in a file. */
export function describeRule(rule: StorageRule | NetworkRule | EnvironmentRule): object {
  if ('key' in rule) return { key: rule.key, ...describeTerms(rule) }
  return 'text' in rule ? describeNetworkRule(rule) : describeStorageRule(rule)
}

/** The key `state`. */
export function describeState(quotaBytes: number): { readonly quota: string } {
  return { quota: String(quotaBytes) }
}

function describeStorageRule(rule: StorageRule): object {
  const access = (['read', 'write'] as const).filter((item) => rule[item])
  const { uri, resolved } = rule
  return { uri, access, ...(resolved !== null && { resolved }), ...describeTerms(rule) }
}

/** What its host says already is not repeated. */
function describeNetworkRule(rule: NetworkRule): object {
  const { kind, text, protocol, ports, methods, paths } = rule
  const said = kind === 'host' ? parseHostPattern(text) : null
  return {
    [kind]: text,
    ...(protocol !== null && said?.protocol !== protocol && { protocol }),
    ...(ports !== null && (said?.port ?? null) === null && { ports }),
    ...(methods !== null && { methods }),
    ...(paths !== null && (said?.path ?? '') === '' && { paths }),
    ...describeTerms(rule),
  }
}

function describeRules(
  name: string,
  { allow, deny }: RuleSet<StorageRule | NetworkRule | EnvironmentRule>,
): object {
  if (allow === null && deny.length === 0) return {}
  const denied = deny.length > 0 && { deny: deny.map(describeRule) }
  return { [name]: { ...(allow !== null && { allow: allow.map(describeRule) }), ...denied } }
}

function describeTerms({ expires, uses }: RuleTerms): object {
  return {
    ...(expires !== null && { expires: new Date(expires).toISOString() }),
    ...(uses !== null && { uses }),
  }
}

/** The limits that are set, as they could stand in a file. */
export function describeLimits(limits: PolicyLimits): Readonly<Record<string, string | number>> {
  return {
    ...(limits.memoryBytes !== null && { memory: String(limits.memoryBytes) }),
    ...(limits.cpu !== null && { cpu: limits.cpu }),
    ...(limits.cpuTimeMs !== null && { cpu_time: `${limits.cpuTimeMs}ms` }),
    ...(limits.timeoutMs !== null && { timeout: `${limits.timeoutMs}ms` }),
    ...(limits.concurrency !== null && { concurrency: limits.concurrency }),
    ...(limits.queue !== null && { queue: limits.queue }),
    ...(limits.argumentBytes !== null && { arguments: String(limits.argumentBytes) }),
    ...(limits.outputBytes !== null && { output: String(limits.outputBytes) }),
    ...(limits.logBytes !== null && { log: String(limits.logBytes) }),
    ...(limits.logLines !== null && { log_lines: limits.logLines }),
    ...(limits.responseBytes !== null && { response: String(limits.responseBytes) }),
    ...(limits.instances !== null && { instances: limits.instances }),
    ...(limits.table !== null && { table: limits.table }),
  }
}
