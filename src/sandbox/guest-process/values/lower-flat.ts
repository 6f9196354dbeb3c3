import { type Lower, type LowerContext, pass } from './flat-context.ts'
import { lowerOne, reallocOf, storePair } from './lower-context.ts'
import { lowerU16, lowerU32, lowerU8 } from './lower-plain.ts'

interface RecordMeta {
  readonly fieldMetas: readonly (readonly [name: string, lower: Lower, size: number, align: number])[]
  readonly size32: number
  readonly align32: number
}

export function lowerRecord({ fieldMetas, size32, align32 }: RecordMeta): Lower {
  return (context) => {
    const record = recordOf(context.vals[0])
    const at = pass(context, 0, align32)
    for (const [name, lower] of fieldMetas) lowerOne(context, lower, record[name])
    context.storagePtr = at + size32
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new TypeError('Expected an object')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any object can be asked for any key
  return value as Record<string, unknown>
}

interface TupleMeta {
  readonly elemLowerMetas: readonly (readonly [lower: Lower, size: number, align: number])[]
  readonly size32: number
  readonly align32: number
}

export function lowerTuple({ elemLowerMetas, size32, align32 }: TupleMeta): Lower {
  return (context) => {
    const items = listOf(context.vals[0])
    const at = pass(context, 0, align32)
    for (const [index, [lower]] of elemLowerMetas.entries()) lowerOne(context, lower, items[index])
    context.storagePtr = at + size32
  }
}

function listOf(value: unknown): ArrayLike<unknown> {
  if (Array.isArray(value)) return value
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- numbers come in arrays of their type
  if (ArrayBuffer.isView(value) && 'length' in value) return value as unknown as ArrayLike<unknown>
  throw new TypeError('Expected a list')
}

interface ListMeta {
  readonly elemLowerFn: Lower
  readonly knownLen?: number
  readonly elemSize32: number
  readonly elemAlign32: number
}

export function lowerList({ elemLowerFn, knownLen, elemSize32, elemAlign32 }: ListMeta): Lower {
  return (context) => {
    const items = listOf(context.vals[0])
    const place = { size: elemSize32, align: elemAlign32, length: items.length }
    if (knownLen === undefined) {
      return storeApart(context, place, (index) => lowerOne(context, elemLowerFn, items[index]))
    }
    if (items.length !== knownLen) throw new TypeError(`Expected a list of ${knownLen}, got ${items.length}`)
    const at = pass(context, 0, elemAlign32)
    for (let index = 0; index < knownLen; index++) lowerOne(context, elemLowerFn, items[index])
    context.storagePtr = at + knownLen * elemSize32
  }
}

interface MapMeta {
  readonly keyLowerFn: Lower
  readonly valueLowerFn: Lower
  readonly entrySize32: number
  readonly entryAlign32: number
  readonly valueOffset32: number
}

export function lowerMap(meta: MapMeta): Lower {
  return (context) => {
    const [map] = context.vals
    if (!(map instanceof Map)) throw new TypeError('Expected a Map')
    const entries = [...map]
    const place = { size: meta.entrySize32, align: meta.entryAlign32, length: entries.length }
    storeApart(context, place, (index) => {
      const [key, value] = entries[index] ?? []
      const at = context.storagePtr
      lowerOne(context, meta.keyLowerFn, key)
      context.storagePtr = at + meta.valueOffset32
      lowerOne(context, meta.valueLowerFn, value)
    })
  }
}

interface Apart {
  readonly size: number
  readonly align: number
  readonly length: number
}

/** Makes room for elements, stores a pointer to them, and then each of them there. */
function storeApart(
  context: LowerContext,
  { size, align, length }: Apart,
  store: (index: number) => void,
): void {
  const at = reallocOf(context)(0, 0, align, size * length) >>> 0
  storePair(context, at, length)
  const back = context.storagePtr
  for (let index = 0; index < length; index++) {
    context.storagePtr = at + index * size
    store(index)
  }
  context.storagePtr = back
}

interface FlagsMeta {
  readonly names: readonly string[]
  readonly intSizeBytes: 1 | 2 | 4
}

export function lowerFlags({ names, intSizeBytes }: FlagsMeta): Lower {
  const lowerBits = { 1: lowerU8, 2: lowerU16, 4: lowerU32 }[intSizeBytes]
  return (context) => {
    const flags = recordOf(context.vals[0] ?? {})
    let bits = 0
    for (const [index, name] of names.entries()) if (flags[name] === true) bits |= 1 << index
    lowerOne(context, lowerBits, bits >>> 0)
  }
}
