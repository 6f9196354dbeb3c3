import type { Realloc, TextEncoding } from './text.ts'

/** A core value as WebAssembly hands it to JavaScript. */
export type CoreValue = number | bigint

/** What generated code hands from one helper that lifts to the next. */
export interface LiftContext {
  readonly memory: WebAssembly.Memory | null
  readonly stringEncoding: TextEncoding
  /** Whether the value comes in `params` rather than from memory. */
  useDirectParams: boolean
  params: readonly CoreValue[]
  /** Where the value lies in memory. */
  storagePtr?: number
  /** What helpers that are not ours may read from there. */
  storageLen?: number | undefined
}

/** Lifts one value, and moves the context past it. */
export type Lift = (context: LiftContext) => readonly [value: unknown, context: LiftContext]

/** What generated code hands from one helper that lowers to the next. */
export interface LowerContext {
  readonly memory: WebAssembly.Memory | null
  readonly stringEncoding: TextEncoding
  readonly realloc?: Realloc
  /** The one value to lower. */
  vals: readonly unknown[]
  storagePtr: number
}

/** Lowers the value of the context to where it points, and moves the pointer past it. */
export type Lower = (context: LowerContext) => void

/** The memory of a guest as it is now: it may have grown since. */
export function bufferOf({ memory }: { readonly memory: WebAssembly.Memory | null }): ArrayBufferLike {
  if (memory === null) throw new TypeError('There is no memory to pass a value in')
  return memory.buffer
}

/** Moves the pointer of a context past `size` bytes, and returns where they begin. */
export function pass(context: { storagePtr?: number }, size: number, align: number): number {
  const at = Math.ceil((context.storagePtr ?? 0) / align) * align
  context.storagePtr = at + size
  return at
}

/** The next core value that was passed directly. */
export function takeCore(context: LiftContext): CoreValue {
  const [first] = context.params
  if (first === undefined) throw new TypeError('A core value is missing')
  context.params = context.params.slice(1)
  return first
}

/** The next pointer, length or number of a case. */
export function takeU32(context: LiftContext): number {
  return Number(takeCore(context)) >>> 0
}

/** Bytes that tell the cases of a variant apart. */
export function tagSize(cases: number): 1 | 2 | 4 {
  if (cases <= 0x100) return 1
  return cases <= 0x1_0000 ? 2 : 4
}
