import { type EffectivePolicy, type LimitValues, resolveLimits } from '#policy'
import type { Limits } from '#sandbox'

/** Limits that a policy can name and that are not kept apart yet: without a bound here. */
const UNBOUNDED = {
  cpu: Number.POSITIVE_INFINITY,
  instances: Number.POSITIVE_INFINITY,
  table: Number.POSITIVE_INFINITY,
}

/** The limits in force for a component: the policy's, else the operator's defaults, never past the ceiling. */
export function limitsOf(policy: EffectivePolicy, defaults: Limits): Limits {
  const values = resolveLimits(policy, toLimitValues(defaults))
  return {
    ...defaults,
    callMs: values.timeoutMs,
    memoryBytes: values.memoryBytes,
    resultBytes: values.outputBytes,
    outputBytes: values.logBytes,
    concurrentCalls: values.concurrency,
  }
}

function toLimitValues(limits: Limits): LimitValues {
  return {
    ...UNBOUNDED,
    timeoutMs: limits.callMs,
    memoryBytes: limits.memoryBytes,
    outputBytes: limits.resultBytes,
    logBytes: limits.outputBytes,
    concurrency: limits.concurrentCalls,
  }
}
