import { bufferOf, type Lower, pass } from './flat-context.ts'
import { reallocOf, storePair } from './lower-context.ts'
import { writeText } from './text.ts'

// What generated code calls where a value goes into the memory of a component that did not wait for it, in place of helpers
// of its own. @see CanonicalABI.md `store`

function plain(size: number, store: (view: DataView, at: number, value: unknown) => void): Lower {
  return (context) => {
    const at = pass(context, size, size)
    store(new DataView(bufferOf(context)), at, context.vals[0])
  }
}

export const lowerBool = plain(1, (view, at, value) =>
  view.setUint8(at, value === true || value === 1 ? 1 : 0),
)
export const lowerS8 = plain(1, (view, at, value) => view.setInt8(at, Number(value)))
export const lowerU8 = plain(1, (view, at, value) => view.setUint8(at, Number(value)))
export const lowerS16 = plain(2, (view, at, value) => view.setInt16(at, Number(value), true))
export const lowerU16 = plain(2, (view, at, value) => view.setUint16(at, Number(value), true))
export const lowerS32 = plain(4, (view, at, value) => view.setInt32(at, Number(value), true))
export const lowerU32 = plain(4, (view, at, value) => view.setUint32(at, Number(value), true))
export const lowerS64 = plain(8, (view, at, value) => view.setBigInt64(at, bigintOf(value), true))
export const lowerU64 = plain(8, (view, at, value) => view.setBigUint64(at, bigintOf(value), true))
export const lowerF32 = plain(4, (view, at, value) => view.setFloat32(at, Number(value), true))
export const lowerF64 = plain(8, (view, at, value) => view.setFloat64(at, Number(value), true))
export const lowerChar = plain(4, (view, at, value) => view.setUint32(at, codeOf(value), true))

function bigintOf(value: unknown): bigint {
  if (typeof value !== 'bigint') throw new TypeError('Expected a bigint')
  return value
}

function codeOf(value: unknown): number {
  const code = typeof value === 'string' ? value.codePointAt(0) : undefined
  if (code === undefined) throw new TypeError('Expected a char')
  return code
}

export const lowerString: Lower = (context) => {
  const [text] = context.vals
  if (typeof text !== 'string') throw new TypeError('Expected a string')
  const { memory, stringEncoding } = context
  if (memory === null) throw new TypeError('There is no memory to pass a text in')
  const { ptr, len } = writeText(memory, text, { realloc: reallocOf(context), encoding: stringEncoding })
  storePair(context, ptr, len)
}
