import { bufferOf, type Lower, type LowerContext, pass, tagSize } from './flat-context.ts'
import { lowerOne } from './lower-context.ts'

interface VariantMeta {
  readonly caseMetas: readonly (readonly [tag: string, lower: Lower | null, ...unknown[]])[]
  readonly variantSize32: number
  readonly variantAlign32: number
  readonly variantPayloadOffset32: number
}

interface Tagged {
  readonly tag: string
  readonly val?: unknown
}

export function lowerVariant(meta: VariantMeta): Lower {
  const store = caseStore(meta)
  return (context) => {
    const [value] = context.vals
    if (!isTagged(value)) throw new TypeError('Expected an object with a tag')
    store(context, value)
  }
}

export function lowerEnum(meta: VariantMeta): Lower {
  const store = caseStore(meta)
  return (context) => {
    const [value] = context.vals
    store(context, isTagged(value) ? value : { tag: String(value) })
  }
}

export function lowerOption(meta: VariantMeta & { readonly payloadMaybeNull?: boolean }): Lower {
  const store = caseStore(meta)
  return (context) => {
    const [value] = context.vals
    if (value === null || value === undefined) return store(context, { tag: 'none' })
    const isWhole = meta.payloadMaybeNull === true && isTagged(value) && /^(?:none|some)$/.test(value.tag)
    store(context, isWhole ? value : { tag: 'some', val: value })
  }
}

export function lowerResult(meta: VariantMeta): Lower {
  const store = caseStore(meta)
  return (context) => {
    const [value] = context.vals
    const isWhole = isTagged(value) && 'val' in value && /^(?:ok|err)$/.test(value.tag)
    store(context, isWhole ? value : { tag: 'ok', val: value })
  }
}

function isTagged(value: unknown): value is Tagged {
  return typeof value === 'object' && value !== null && 'tag' in value && typeof value.tag === 'string'
}

function caseStore(meta: VariantMeta): (context: LowerContext, value: Tagged) => void {
  const numbers = new Map(meta.caseMetas.map(([tag], index) => [tag, index]))
  return (context, { tag, val }) => {
    const number = numbers.get(tag)
    if (number === undefined) throw new TypeError(`A variant has no case '${tag}'`)
    const at = pass(context, meta.variantSize32, meta.variantAlign32)
    const end = context.storagePtr
    storeTag(new DataView(bufferOf(context)), { at, number, cases: numbers.size })
    const lower = meta.caseMetas[number]?.[1] ?? null
    if (lower === null) return
    context.storagePtr = at + meta.variantPayloadOffset32
    lowerOne(context, lower, val)
    context.storagePtr = end
  }
}

function storeTag(
  view: DataView,
  { at, number, cases }: { at: number; number: number; cases: number },
): void {
  switch (tagSize(cases)) {
    case 1:
      view.setUint8(at, number)
      return
    case 2:
      view.setUint16(at, number, true)
      return
    case 4:
      view.setUint32(at, number, true)
  }
}
