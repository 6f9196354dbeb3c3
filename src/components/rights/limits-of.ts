import { type EffectivePolicy, type LimitValues, resolveLimits } from '#policy'
import type { Limits } from '#sandbox'

/** The limits in force for a component: the policy's, else the operator's defaults, never past the ceiling. */
export function limitsOf(policy: EffectivePolicy, defaults: Limits): Limits {
  const values = resolveLimits(policy, toLimitValues(defaults))
  return {
    ...defaults,
    callMs: values.timeoutMs,
    memoryBytes: values.memoryBytes,
    // What a policy gives one instance, a process must be able to hold beside itself.
    residentBytes: Math.max(defaults.residentBytes, 2 * values.memoryBytes),
    resultBytes: values.outputBytes,
    argumentBytes: values.argumentBytes,
    outputBytes: values.logBytes,
    outputLines: values.logLines,
    responseBytes: values.responseBytes,
    concurrentCalls: values.concurrency,
    queuedCalls: values.queue,
    processorShare: values.cpu,
    callProcessorMs: values.cpuTimeMs,
    coreInstances: values.instances,
    tableEntries: values.table,
  }
}

/** The operator's defaults under the names that policies have for them. */
export function toLimitValues(limits: Limits): LimitValues {
  return {
    cpu: limits.processorShare,
    cpuTimeMs: limits.callProcessorMs,
    timeoutMs: limits.callMs,
    memoryBytes: limits.memoryBytes,
    outputBytes: limits.resultBytes,
    argumentBytes: limits.argumentBytes,
    logBytes: limits.outputBytes,
    logLines: limits.outputLines,
    responseBytes: limits.responseBytes,
    concurrency: limits.concurrentCalls,
    queue: limits.queuedCalls,
    instances: limits.coreInstances,
    table: limits.tableEntries,
  }
}
