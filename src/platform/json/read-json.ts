import { isOverLimits, JSON_LIMITS } from './scan-json.ts'

/** What a stranger's UTF-8 bytes say in JSON. @throws SyntaxError, TypeError or RangeError for what is none, or says too much */
export function readJson(bytes: Uint8Array): unknown {
  if (isOverLimits(bytes, JSON_LIMITS)) {
    throw new RangeError(`It says more than ${JSON_LIMITS.values} things, or is nested too deep`)
  }
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}

/** Whether JSON says more than a stranger's document may. */
export function isTooMuchJson(text: string): boolean {
  return isOverLimits(Buffer.from(text), JSON_LIMITS)
}

/** The same as `readJson`; null for what is none, or says too much, and for the word itself. */
export function jsonOrNull(bytes: Uint8Array): unknown {
  try {
    return readJson(bytes)
  } catch {
    return null
  }
}
