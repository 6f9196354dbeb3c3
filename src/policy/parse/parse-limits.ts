import { KeyReader } from './key-reader.ts'
import { NO_LIMITS, type PolicyLimits } from '../policy.ts'
import { parseBytes, parseCount, parseCpu, parseDuration, type QuantityInput } from './quantity.ts'
import { invalidPart, type Part, within } from './yaml-part.ts'

/** Parses `resources`: its `limits`, and the older keys beside them. @throws CodedError `POLICY_INVALID` */
export function parseLimits(resources: KeyReader): PolicyLimits {
  const limits = resources.child('limits')
  const older = {
    memoryBytes: quantity(resources.take('memory'), parseBytes),
    cpu: quantity(resources.take('cpu'), parseOlderCpu),
  }
  resources.ignore('io', 'has no effect')
  const parsed: PolicyLimits = {
    ...NO_LIMITS,
    memoryBytes: quantity(limits.take('memory'), parseBytes) ?? older.memoryBytes,
    cpu: quantity(limits.take('cpu'), parseCpu) ?? older.cpu,
    cpuTimeMs: quantity(limits.take('cpu_time'), parseDuration),
    timeoutMs: quantity(limits.take('timeout'), parseDuration),
    concurrency: quantity(limits.take('concurrency'), parseCount),
    queue: quantity(limits.take('queue'), parseCount),
    argumentBytes: quantity(limits.take('arguments'), parseBytes),
    outputBytes: quantity(limits.take('output'), parseBytes),
    logBytes: quantity(limits.take('log'), parseBytes),
    logLines: quantity(limits.take('log_lines'), parseCount),
    responseBytes: quantity(limits.take('response'), parseBytes),
    instances: quantity(limits.take('instances'), parseCount),
    table: quantity(limits.take('table'), parseCount),
  }
  limits.warnOfRest()
  resources.warnOfRest()
  return parsed
}

/** Parses `state`: its `quota` in bytes, which must be there; null where there is no `state`. @throws CodedError `POLICY_INVALID` */
export function parseState(part: Part | undefined, warnings: string[]): number | null {
  if (part === undefined || (part.kind === 'scalar' && part.value === null)) return null
  const state = new KeyReader(part, 'state', warnings)
  const quotaBytes = quantity(state.take('quota'), parseBytes)
  if (quotaBytes === null) throw invalidPart(part, "Missing 'quota' of 'state'")
  state.warnOfRest()
  return quotaBytes
}

/** Wassette's older key is a number of percent of a processor. */
function parseOlderCpu(input: QuantityInput): number {
  return parseCpu(typeof input === 'number' ? input / 100 : input)
}

function quantity(part: Part | undefined, parse: (input: QuantityInput) => number): number | null {
  if (part === undefined || (part.kind === 'scalar' && part.value === null)) return null
  const isQuantity =
    part.kind === 'scalar' && (typeof part.value === 'string' || typeof part.value === 'number')
  if (!isQuantity) throw invalidPart(part, 'A limit is a text or a number')
  const input = typeof part.value === 'number' ? part.value : part.text
  return within(part, () => parse(input))
}
