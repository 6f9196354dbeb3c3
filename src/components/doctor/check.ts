/** One thing that was looked at. */
export interface Check {
  readonly name: string
  /** `failed` is what keeps the product from working; `warning` what it does without. */
  readonly status: 'ok' | 'warning' | 'failed'
  /** What was found. */
  readonly detail: string
  /** What a person can do about it; null where there is nothing to do. */
  readonly next: string | null
}

/** A check that found what it looked for. */
export function ok(name: string, detail: string): Check {
  return { name, status: 'ok', detail, next: null }
}

/** A check that found something that is done without. */
export function warning(name: string, detail: string, next: string): Check {
  return { name, status: 'warning', detail, next }
}

/** A check that found what keeps the product from working. */
export function failure(name: string, detail: string, next: string): Check {
  return { name, status: 'failed', detail, next }
}
