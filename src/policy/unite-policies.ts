import type { Permissions, Policy, PolicyLimits, RuleSet } from './policy.ts'

/** What two documents of the operator say together: the rules of both, and the lower of two limits. */
export function unitePolicies(one: Policy, other: Policy): Policy {
  return {
    ...one,
    permissions: unite(one.permissions, other.permissions),
    warnings: [...one.warnings, ...other.warnings],
  }
}

function unite(one: Permissions, other: Permissions): Permissions {
  return {
    storage: uniteRules(one.storage, other.storage),
    network: uniteRules(one.network, other.network),
    environment: uniteRules(one.environment, other.environment),
    limits: uniteLimits(one.limits, other.limits),
    stateBytes: lower(one.stateBytes, other.stateBytes),
  }
}

function uniteRules<Rule>(one: RuleSet<Rule>, other: RuleSet<Rule>): RuleSet<Rule> {
  const isSilent = one.allow === null && other.allow === null
  return {
    allow: isSilent ? null : [...(one.allow ?? []), ...(other.allow ?? [])],
    deny: [...one.deny, ...other.deny],
  }
}

function uniteLimits(one: PolicyLimits, other: PolicyLimits): PolicyLimits {
  return {
    memoryBytes: lower(one.memoryBytes, other.memoryBytes),
    cpu: lower(one.cpu, other.cpu),
    cpuTimeMs: lower(one.cpuTimeMs, other.cpuTimeMs),
    timeoutMs: lower(one.timeoutMs, other.timeoutMs),
    concurrency: lower(one.concurrency, other.concurrency),
    queue: lower(one.queue, other.queue),
    argumentBytes: lower(one.argumentBytes, other.argumentBytes),
    outputBytes: lower(one.outputBytes, other.outputBytes),
    logBytes: lower(one.logBytes, other.logBytes),
    logLines: lower(one.logLines, other.logLines),
    responseBytes: lower(one.responseBytes, other.responseBytes),
    instances: lower(one.instances, other.instances),
    table: lower(one.table, other.table),
  }
}

function lower(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}
