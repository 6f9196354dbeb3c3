import {
  bufferOf,
  type CoreValue,
  type Lift,
  type LiftContext,
  pass,
  tagSize,
  takeU32,
} from './flat-context.ts'

type CoreType = 'i32' | 'i64' | 'f32' | 'f64'

interface VariantMeta {
  readonly caseMetas: readonly (readonly [
    tag: string,
    lift: Lift | null,
    size: number,
    align: number,
    flatCount: number,
    flatTypes?: readonly CoreType[],
  ])[]
  readonly variantSize32: number
  readonly variantAlign32: number
  readonly variantPayloadOffset32: number
  readonly variantFlatCount: number
  readonly variantPayloadFlatTypes?: readonly CoreType[]
}

interface Lifted {
  readonly tag: string
  readonly val?: unknown
}

export function liftVariant(meta: VariantMeta): Lift {
  const lift = variantLift(meta)
  return (context) => [lift(context), context]
}

export function liftEnum(meta: VariantMeta): Lift {
  const lift = variantLift(meta)
  return (context) => [lift(context).tag, context]
}

export function liftOption(meta: VariantMeta & { readonly payloadMaybeNull?: boolean }): Lift {
  const lift = variantLift(meta)
  return (context) => {
    const lifted = lift(context)
    return [meta.payloadMaybeNull === true ? lifted : lifted.val, context]
  }
}

export function liftResult(meta: VariantMeta): Lift {
  const lift = variantLift(meta)
  return (context) => {
    // Whoever reads it has to know the case before the value.
    const { tag, val } = lift(context)
    return [{ tag, val }, context]
  }
}

function variantLift(meta: VariantMeta): (context: LiftContext) => Lifted {
  return (context) => (context.useDirectParams ? liftPassed(meta, context) : loadCase(meta, context))
}

function liftPassed(meta: VariantMeta, context: LiftContext): Lifted {
  const [tag, lift, , , , wanted = []] = caseOf(meta, takeU32(context))
  const count = meta.variantFlatCount - 1
  const rest = context.params.slice(count)
  const joined = meta.variantPayloadFlatTypes ?? []
  context.params = context.params
    .slice(0, count)
    .map((value, index) => separated(value, { from: joined[index], to: wanted[index] }))
  const lifted = lift === null ? { tag } : { tag, val: lift(context)[0] }
  context.params = rest
  return lifted
}

function loadCase(meta: VariantMeta, context: LiftContext): Lifted {
  const at = pass(context, meta.variantSize32, meta.variantAlign32)
  const end = context.storagePtr
  const [tag, lift] = caseOf(meta, readTag(new DataView(bufferOf(context)), at, meta.caseMetas.length))
  if (lift === null) return { tag }
  context.storagePtr = at + meta.variantPayloadOffset32
  const [val] = lift(context)
  if (end !== undefined) context.storagePtr = end
  return { tag, val }
}

function readTag(view: DataView, at: number, cases: number): number {
  switch (tagSize(cases)) {
    case 1:
      return view.getUint8(at)
    case 2:
      return view.getUint16(at, true)
    case 4:
      return view.getUint32(at, true)
  }
}

function caseOf({ caseMetas }: VariantMeta, index: number): VariantMeta['caseMetas'][number] {
  const found = caseMetas[index]
  if (found === undefined) throw new TypeError(`A variant of ${caseMetas.length} cases has no case ${index}`)
  return found
}

const SCRATCH = new DataView(new ArrayBuffer(8))

/** Takes a core value out of the core type that all cases of its variant share. */
function separated(
  value: CoreValue,
  { from, to }: { readonly from: CoreType | undefined; readonly to: CoreType | undefined },
): CoreValue {
  if (to === undefined || from === to) return value
  SCRATCH.setBigInt64(0, BigInt.asIntN(64, BigInt(value)), true)
  switch (to) {
    case 'i32':
      return SCRATCH.getInt32(0, true)
    case 'f32':
      return SCRATCH.getFloat32(0, true)
    case 'f64':
      return SCRATCH.getFloat64(0, true)
    case 'i64':
      return SCRATCH.getBigInt64(0, true)
  }
}
