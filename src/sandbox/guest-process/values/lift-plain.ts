import {
  bufferOf,
  type CoreValue,
  type Lift,
  type LiftContext,
  pass,
  takeCore,
  takeU32,
} from './flat-context.ts'
import { readText } from './text.ts'

// What generated code calls where an asynchronous function of a component gives a value back, in place of helpers of its own.
// @see CanonicalABI.md `lift_flat`, `load`

function plain(
  size: number,
  fromCore: (value: CoreValue) => unknown,
  fromMemory: (view: DataView, at: number) => unknown,
): Lift {
  return (context) => {
    if (context.useDirectParams) return [fromCore(takeCore(context)), context]
    const at = pass(context, size, size)
    return [fromMemory(new DataView(bufferOf(context)), at), context]
  }
}

const i32 = (value: CoreValue): number => Number(value)
const i64 = (value: CoreValue): bigint => BigInt(value)

// A number that is passed in a wider core type is cut to its width
export const liftBool = plain(
  1,
  (value) => i32(value) !== 0,
  (view, at) => view.getUint8(at) !== 0,
)
export const liftS8 = plain(
  1,
  (value) => (i32(value) << 24) >> 24,
  (view, at) => view.getInt8(at),
)
export const liftU8 = plain(
  1,
  (value) => i32(value) & 0xff,
  (view, at) => view.getUint8(at),
)
export const liftS16 = plain(
  2,
  (value) => (i32(value) << 16) >> 16,
  (view, at) => view.getInt16(at, true),
)
export const liftU16 = plain(
  2,
  (value) => i32(value) & 0xffff,
  (view, at) => view.getUint16(at, true),
)
export const liftS32 = plain(
  4,
  (value) => i32(value) | 0,
  (view, at) => view.getInt32(at, true),
)
export const liftU32 = plain(
  4,
  (value) => i32(value) >>> 0,
  (view, at) => view.getUint32(at, true),
)
export const liftS64 = plain(
  8,
  (value) => BigInt.asIntN(64, i64(value)),
  (view, at) => view.getBigInt64(at, true),
)
export const liftU64 = plain(
  8,
  (value) => BigInt.asUintN(64, i64(value)),
  (view, at) => view.getBigUint64(at, true),
)
export const liftF32 = plain(4, Number, (view, at) => view.getFloat32(at, true))
export const liftF64 = plain(8, Number, (view, at) => view.getFloat64(at, true))
export const liftChar = plain(
  4,
  (value) => charOf(i32(value) >>> 0),
  (view, at) => charOf(view.getUint32(at, true)),
)

function charOf(code: number): string {
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new TypeError(`${code} is no char`)
  return String.fromCodePoint(code)
}

export const liftString: Lift = (context) => {
  const [ptr, len] = pointerAndLength(context)
  return [readText(bufferOf(context), { ptr, len }, context.stringEncoding), context]
}

/** Where a text or a list lies. */
export function pointerAndLength(context: LiftContext): readonly [pointer: number, length: number] {
  if (context.useDirectParams) return [takeU32(context), takeU32(context)]
  const at = pass(context, 8, 4)
  const view = new DataView(bufferOf(context))
  return [view.getUint32(at, true), view.getUint32(at + 4, true)]
}
