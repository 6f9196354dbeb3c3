import type { EffectivePolicy } from './effective-policy.ts'
import type { PolicyLimits } from './policy.ts'

/** Every limit, with a value. */
export type LimitValues = { readonly [Key in keyof PolicyLimits]: number }

/**
 * The limits in force: the operator's, else the default, and never more than the author asked for, a tool's rules say or
 * the ceiling allows.
 */
export function resolveLimits({ layers }: EffectivePolicy, defaults: LimitValues): LimitValues {
  const [granted, ...narrowing] = layers.map(({ permissions }) => permissions.limits)
  const resolve = (key: keyof PolicyLimits): number =>
    Math.min(granted?.[key] ?? defaults[key], ...narrowing.flatMap((limits) => limits[key] ?? []))
  return {
    memoryBytes: resolve('memoryBytes'),
    cpu: resolve('cpu'),
    cpuTimeMs: resolve('cpuTimeMs'),
    timeoutMs: resolve('timeoutMs'),
    concurrency: resolve('concurrency'),
    queue: resolve('queue'),
    argumentBytes: resolve('argumentBytes'),
    outputBytes: resolve('outputBytes'),
    logBytes: resolve('logBytes'),
    logLines: resolve('logLines'),
    responseBytes: resolve('responseBytes'),
    instances: resolve('instances'),
    table: resolve('table'),
  }
}
