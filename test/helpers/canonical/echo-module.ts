import type { WitFunction, WitType } from '#wit'

import {
  type Flat,
  flatten,
  flattenCases,
  memberOffsets,
  payloadOffset,
  shapeOf,
  tagSizeOf,
} from './layout.ts'

const MAX_FLAT_PARAMETERS = 16

const ALLOCATOR = `
  (memory (export "memory") 2)
  (global $free (mut i32) (i32.const 65536))
  (func $realloc (export "cabi_realloc") (param $old i32) (param $had i32) (param $align i32) (param $size i32) (result i32)
    (local $new i32)
    (local.set $new (i32.and (i32.add (global.get $free) (i32.sub (local.get $align) (i32.const 1)))
      (i32.sub (i32.const 0) (local.get $align))))
    (global.set $free (i32.add (local.get $new) (local.get $size)))
    (block $fits (loop $grow
      (br_if $fits (i32.le_u (global.get $free) (i32.shl (memory.size) (i32.const 16))))
      (if (i32.eq (memory.grow (i32.const 16)) (i32.const -1)) (then unreachable))
      (br $grow)))
    (memory.copy (local.get $new) (local.get $old)
      (select (local.get $had) (local.get $size) (i32.lt_u (local.get $had) (local.get $size))))
    (local.get $new))`

/** The text of a core module in which each function gives back its one parameter, by the canonical ABI. */
export function echoModule(functions: readonly WitFunction[]): string {
  const parts = functions.map((fn) => (fn.isAsync ? asyncEcho(fn) : syncEcho(fn)))
  const imports = parts.flatMap((part) => part.imports)
  return `(module ${imports.join('\n')} ${ALLOCATOR} ${parts.flatMap((part) => part.functions).join('\n')})`
}

interface Part {
  readonly imports: readonly string[]
  readonly functions: readonly string[]
}

function syncEcho(fn: WitFunction): Part {
  const type = typeOf(fn)
  const flat = flatten(type)
  if (flat.length > MAX_FLAT_PARAMETERS) {
    return {
      imports: [],
      functions: [`(func (export "${coreName(fn)}") (param i32) (result i32) (local.get 0))`],
    }
  }
  if (flat.length <= 1) {
    const [only = 'i32'] = flat
    const body = `(func (export "${coreName(fn)}") (param ${only}) (result ${only}) (local.get 0))`
    return { imports: [], functions: [body] }
  }
  const body = `(func (export "${coreName(fn)}") (param ${flat.join(' ')}) (result i32)
    ${store(type, { first: 0, offset: 1024, held: flat })} (i32.const 1024))`
  return { imports: [], functions: [body] }
}

function asyncEcho(fn: WitFunction): Part {
  const all = flatten(typeOf(fn))
  const flat = all.length > MAX_FLAT_PARAMETERS ? (['i32'] as const) : all
  const name = coreName(fn)
  const module = fn.interface === null ? '[export]$root' : `[export]${fn.interface}`
  const passed = flat.map((_, index) => `(local.get ${index})`).join(' ')
  return {
    imports: [
      `(import "${module}" "[task-return]${fn.name}" (func $return-${fn.name} (param ${flat.join(' ')})))`,
    ],
    functions: [
      `(func (export "[async-lift]${name}") (param ${flat.join(' ')}) (result i32) (call $return-${fn.name} ${passed}) (i32.const 0))`,
      `(func (export "[callback][async-lift]${name}") (param i32 i32 i32) (result i32) unreachable)`,
    ],
  }
}

function coreName(fn: WitFunction): string {
  return fn.interface === null ? fn.name : `${fn.interface}#${fn.name}`
}

function typeOf({ parameters }: WitFunction): WitType {
  const type = parameters[0]?.type
  if (type === undefined) throw new Error('An echo has one parameter')
  return type
}

/** Where a value is held: in locals from `first` on, as these core types; and where in memory it goes. */
interface Place {
  readonly first: number
  readonly offset: number
  readonly held: readonly Flat[]
}

function store(type: WitType | null, place: Place): string {
  if (type === null) return ''
  const shape = shapeOf(type)
  switch (shape.kind) {
    case 'plain':
      return storeFlat(shape.flat, shape.size, place)
    case 'pointer':
      return (
        storeFlat('i32', 4, place) +
        storeFlat('i32', 4, { first: place.first + 1, offset: place.offset + 4, held: place.held.slice(1) })
      )
    case 'members': {
      const offsets = memberOffsets(shape.members)
      let index = 0
      return shape.members
        .map((member, number) => {
          const count = flatten(member).length
          const part = {
            first: place.first + index,
            offset: place.offset + (offsets[number] ?? 0),
            held: place.held.slice(index, index + count),
          }
          index += count
          return store(member, part)
        })
        .join('')
    }
    case 'cases': {
      const { cases } = shape
      const payload = {
        first: place.first + 1,
        offset: place.offset + payloadOffset(cases),
        // Inside a variant of variants the locals have the type that all of them join to
        held: place.held.slice(1, 1 + flattenCases(cases).length),
      }
      const branches = cases.map((one, index) => {
        const body = store(one, payload)
        if (body === '') return ''
        return `(if (i32.eq ${read('i32', place)} (i32.const ${index})) (then ${body}))`
      })
      return storeFlat('i32', tagSizeOf(cases.length), place) + branches.join('')
    }
  }
}

function storeFlat(flat: Flat, size: number, place: Place): string {
  const narrow = flat === 'i32' && size < 4 ? String(size * 8) : ''
  return `(${flat}.store${narrow} (i32.const ${place.offset}) ${read(flat, place)})\n`
}

/** Undoes what joining the cases of a variant made of a core type. */
function read(flat: Flat, { first, held }: Place): string {
  const local = `(local.get ${first})`
  const from = held[0]
  if (from === flat) return local
  if (from === 'i32' && flat === 'f32') return `(f32.reinterpret_i32 ${local})`
  if (from === 'i64' && flat === 'i32') return `(i32.wrap_i64 ${local})`
  if (from === 'i64' && flat === 'f32') return `(f32.reinterpret_i32 (i32.wrap_i64 ${local}))`
  if (from === 'i64' && flat === 'f64') return `(f64.reinterpret_i64 ${local})`
  throw new Error(`A ${flat} is not held in ${from}`)
}
