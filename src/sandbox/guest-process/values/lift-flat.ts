import { bufferOf, type Lift, type LiftContext, pass } from './flat-context.ts'
import { liftU16, liftU32, liftU8, pointerAndLength } from './lift-plain.ts'

interface RecordMeta {
  readonly fieldMetas: readonly (readonly [name: string, lift: Lift, size: number, align: number])[]
  readonly size32: number
  readonly align32: number
}

export function liftRecord({ fieldMetas, size32, align32 }: RecordMeta): Lift {
  return (context) => {
    const record: Record<string, unknown> = {}
    within(context, { size: size32, align: align32 }, () => {
      for (const [name, lift] of fieldMetas) record[name] = lift(context)[0]
    })
    return [record, context]
  }
}

interface TupleMeta {
  readonly elemLiftFns: readonly (readonly [lift: Lift, size: number, align: number])[]
  readonly size32: number
  readonly align32: number
}

export function liftTuple({ elemLiftFns, size32, align32 }: TupleMeta): Lift {
  return (context) => {
    const items: unknown[] = []
    within(context, { size: size32, align: align32 }, () => {
      for (const [lift] of elemLiftFns) items.push(lift(context)[0])
    })
    return [items, context]
  }
}

/** Lifts what makes up one value, and leaves the pointer behind all of it, whatever the parts took. */
function within(
  context: LiftContext,
  { size, align }: { size: number; align: number },
  lift: () => void,
): void {
  if (context.useDirectParams) return lift()
  const at = pass(context, 0, align)
  lift()
  context.storagePtr = at + size
}

interface ListMeta {
  readonly elemLiftFn: Lift
  readonly elemSize32: number
  readonly elemAlign32: number
  readonly knownLen?: number
  readonly typedArray?: NumbersClass
}

interface NumbersClass {
  readonly BYTES_PER_ELEMENT: number
  new (values: ArrayBufferLike | Iterable<unknown>): unknown
}

export function liftList(meta: ListMeta): Lift {
  const { elemLiftFn, elemSize32, elemAlign32, knownLen, typedArray } = meta
  const finish = (values: unknown[]): unknown => (typedArray === undefined ? values : new typedArray(values))
  if (knownLen !== undefined) {
    return (context) => {
      const values: unknown[] = []
      within(context, { size: knownLen * elemSize32, align: elemAlign32 }, () => {
        for (let index = 0; index < knownLen; index++) values.push(elemLiftFn(context)[0])
      })
      return [finish(values), context]
    }
  }
  return (context) => {
    const place = elementsOf(context, { size: elemSize32, align: elemAlign32 })
    if (typedArray?.BYTES_PER_ELEMENT === elemSize32) {
      return [
        new typedArray(bufferOf(context).slice(place.at, place.at + place.length * elemSize32)),
        context,
      ]
    }
    const values: unknown[] = []
    eachElement(context, place, () => values.push(elemLiftFn(context)[0]))
    return [finish(values), context]
  }
}

interface MapMeta {
  readonly keyLiftFn: Lift
  readonly valueLiftFn: Lift
  readonly entrySize32: number
  readonly valueOffset32: number
}

export function liftMap({ keyLiftFn, valueLiftFn, entrySize32, valueOffset32 }: MapMeta): Lift {
  return (context) => {
    const map = new Map<unknown, unknown>()
    eachElement(context, elementsOf(context, { size: entrySize32, align: 1 }), (at) => {
      const [key] = keyLiftFn(context)
      context.storagePtr = at + valueOffset32
      map.set(key, valueLiftFn(context)[0])
    })
    return [map, context]
  }
}

interface Elements {
  readonly at: number
  readonly length: number
  readonly size: number
}

/** Where the elements of a list lie. Throws where they do not all lie in memory. */
function elementsOf(context: LiftContext, { size, align }: { size: number; align: number }): Elements {
  const [at, length] = pointerAndLength(context)
  if (at % align !== 0) throw new TypeError(`A list at ${at} is not aligned to ${align}`)
  if (at + length * size > bufferOf(context).byteLength) throw new TypeError('A list leaves the memory')
  return { at, length, size }
}

function eachElement(context: LiftContext, { at, length, size }: Elements, lift: (at: number) => void): void {
  const { storagePtr, storageLen, useDirectParams } = context
  context.useDirectParams = false
  context.storageLen = undefined
  for (let index = 0; index < length; index++) {
    context.storagePtr = at + index * size
    lift(context.storagePtr)
  }
  context.useDirectParams = useDirectParams
  context.storageLen = storageLen
  if (storagePtr === undefined) delete context.storagePtr
  else context.storagePtr = storagePtr
}

interface FlagsMeta {
  readonly names: readonly string[]
  readonly intSizeBytes: 1 | 2 | 4
}

export function liftFlags({ names, intSizeBytes }: FlagsMeta): Lift {
  const liftBits = { 1: liftU8, 2: liftU16, 4: liftU32 }[intSizeBytes]
  return (context) => {
    const bits = Number(liftBits(context)[0])
    return [Object.fromEntries(names.map((name, index) => [name, ((bits >>> index) & 1) === 1])), context]
  }
}
