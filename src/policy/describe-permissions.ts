import { parseHostPattern } from './host-pattern.ts'
import type {
  EnvironmentRule,
  NetworkRule,
  Permissions,
  PolicyLimits,
  RuleSet,
  RuleTerms,
  StorageRule,
} from './policy.ts'

/** Permissions as plain JSON, in the keys of `policy.yaml`; what is not said is left out. */
export function describePermissions({ storage, network, environment, limits }: Permissions): object {
  return {
    ...described('storage', storage, describeStorageRule),
    ...described('network', network, describeNetworkRule),
    ...described('environment', environment, describeEnvironmentRule),
    ...describedLimits(limits),
  }
}

/** One rule as it could stand in a file. */
export function describeStorageRule(rule: StorageRule): object {
  const access = (['read', 'write'] as const).filter((item) => rule[item])
  return { uri: rule.uri, access, ...describeTerms(rule) }
}

/** One rule as it could stand in a file; what its host says already is not repeated. */
export function describeNetworkRule(rule: NetworkRule): object {
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

/** One rule as it could stand in a file. */
export function describeEnvironmentRule(rule: EnvironmentRule): object {
  return { key: rule.key, ...describeTerms(rule) }
}

function described<Rule>(
  name: string,
  { allow, deny }: RuleSet<Rule>,
  describe: (rule: Rule) => object,
): object {
  if (allow === null && deny.length === 0) return {}
  const denied = deny.length > 0 && { deny: deny.map(describe) }
  return { [name]: { ...(allow !== null && { allow: allow.map(describe) }), ...denied } }
}

function describeTerms({ expires, uses }: RuleTerms): object {
  return {
    ...(expires !== null && { expires: new Date(expires).toISOString() }),
    ...(uses !== null && { uses }),
  }
}

function describedLimits(limits: PolicyLimits): object {
  const set = {
    ...(limits.memoryBytes !== null && { memory: String(limits.memoryBytes) }),
    ...(limits.cpu !== null && { cpu: limits.cpu }),
    ...(limits.timeoutMs !== null && { timeout: `${limits.timeoutMs}ms` }),
    ...(limits.concurrency !== null && { concurrency: limits.concurrency }),
    ...(limits.outputBytes !== null && { output: String(limits.outputBytes) }),
    ...(limits.logBytes !== null && { log: String(limits.logBytes) }),
    ...(limits.instances !== null && { instances: limits.instances }),
    ...(limits.table !== null && { table: limits.table }),
  }
  return Object.keys(set).length === 0 ? {} : { resources: { limits: set } }
}
