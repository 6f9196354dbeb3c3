/** How a call of an exported function ended. Expected ends are values; only a bug of ours is thrown. */
export type Outcome =
  /** `value` is what the sink of the call made of it. */
  | { readonly kind: 'returned'; readonly value: unknown }
  /** Its result is no value of its type, or too large. */
  | { readonly kind: 'unusable'; readonly code: string; readonly message: string }
  /** The guest trapped, or left by `wasi:cli/exit`. */
  | { readonly kind: 'trapped' | 'exited'; readonly message: string }
  | {
      readonly kind: 'limit'
      readonly limit: 'time' | 'processor' | 'memory' | 'result'
      readonly message: string
      readonly isShared?: IsShared
    }
  /** The process could not start the component, or died without a word. */
  | { readonly kind: 'crashed'; readonly message: string; readonly isShared?: IsShared }
  /** Another call of the same component went past a limit, and its process was killed with this call inside. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'cancelled' }
  /** All places are taken and the queue is full. */
  | { readonly kind: 'busy' }

/** Whether other calls were in the process that ended: then nobody knows whose fault it was. */
type IsShared = boolean
