import { bufferOf, type Lower, type LowerContext, pass } from './flat-context.ts'

/** What makes room in the memory of the guest. */
export function reallocOf({ realloc }: LowerContext): NonNullable<LowerContext['realloc']> {
  if (realloc === undefined) throw new TypeError('There is no realloc to make room with')
  return realloc
}

/** Stores where a text or a list lies. */
export function storePair(context: LowerContext, pointer: number, length: number): void {
  const at = pass(context, 8, 4)
  const view = new DataView(bufferOf(context))
  view.setUint32(at, pointer, true)
  view.setUint32(at + 4, length, true)
}

/** Lowers another value than that of the context to where that points. */
export function lowerOne(context: LowerContext, lower: Lower, value: unknown): void {
  context.vals = [value]
  lower(context)
}
