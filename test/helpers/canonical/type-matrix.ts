import type { WitType } from '#wit'

/** A type and how it is called in a failure: `list(option(u8))`. */
export interface NamedType {
  readonly name: string
  readonly type: WitType
}

const PLAIN = [
  'bool',
  's8',
  'u8',
  's16',
  'u16',
  's32',
  'u32',
  's64',
  'u64',
  'f32',
  'f64',
  'char',
  'string',
] as const

/** Types without a part. An enum past 256 cases, and flags past 8 and 16, take another width. */
const LEAVES: readonly NamedType[] = [
  ...PLAIN.map((kind) => ({ name: kind, type: { kind } })),
  ...[3, 256, 257].map((count) => ({
    name: `enum${count}`,
    type: { kind: 'enum' as const, names: names(count) },
  })),
  ...[3, 9, 17, 32].map((count) => ({
    name: `flags${count}`,
    type: { kind: 'flags' as const, names: names(count) },
  })),
]

/** Places where a type can stand in another. */
const POSITIONS: Readonly<Record<string, (type: WitType) => WitType | null>> = {
  list: (element) => ({ kind: 'list', element }),
  fixed: (element) => ({ kind: 'list', element, length: 3 }),
  option: (some) => ({ kind: 'option', some }),
  ok: (ok) => ({ kind: 'result', ok, err: null }),
  err: (err) => ({ kind: 'result', ok: null, err }),
  both: (ok) => ({ kind: 'result', ok, err: { kind: 'string' } }),
  tuple: (type) => ({ kind: 'tuple', items: [{ kind: 'u8' }, type, { kind: 'u16' }] }),
  record: (type) => ({
    kind: 'record',
    fields: [field('first', { kind: 'u8' }), field('second', type), field('third', { kind: 'f32' })],
  }),
  // Cases whose core types differ from each other are joined to one
  variant: (type) => ({
    kind: 'variant',
    cases: [
      field('none', null),
      field('this', type),
      field('wide', { kind: 'f64' }),
      field('text', { kind: 'string' }),
      field('float', { kind: 'f32' }),
      field('long', { kind: 's64' }),
    ],
  }),
  value: (value) => ({ kind: 'map', key: { kind: 'string' }, value }),
  key: (key) => (isKey(key) ? { kind: 'map', key, value: { kind: 'u8' } } : null),
  // More than 16 core values are passed in memory
  many: (type) => ({
    kind: 'tuple',
    items: [...Array.from({ length: 16 }, (): WitType => ({ kind: 'u8' })), type],
  }),
}

function field<Type extends WitType | null>(name: string, type: Type): { name: string; type: Type } {
  return { name, type }
}

function isKey({ kind }: WitType): boolean {
  return kind !== 'f32' && kind !== 'f64' && PLAIN.some((one) => one === kind)
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `n${index}`)
}

/** All leaves in all positions, `depth` deep. */
export function typesAtDepth(depth: number): NamedType[] {
  if (depth === 0) return [...LEAVES]
  return typesAtDepth(depth - 1).flatMap((inner) =>
    Object.entries(POSITIONS).flatMap(([position, place]) => {
      const type = place(inner.type)
      return type === null ? [] : [{ name: `${position}(${inner.name})`, type }]
    }),
  )
}
