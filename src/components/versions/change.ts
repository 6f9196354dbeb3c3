/** What a new version of a component does differently, as far as a model or a person is told of it. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly what: 'signer' | 'wish' | 'tool' | 'description' | 'input' | 'output'
  /** Of tools. */
  readonly tool: string | null
  /** Where in a schema or a policy, in the notation of JSON Pointer. */
  readonly path: string | null
  /** As it was, a description as text and all else as JSON, cut to what a person can read; null where it is added. */
  readonly before: string | null
  readonly after: string | null
}

/** Every difference that is shown, what matters most at the front, and how many are not shown. */
export interface Comparison {
  readonly changes: readonly Change[]
  readonly leftOff: number
}
