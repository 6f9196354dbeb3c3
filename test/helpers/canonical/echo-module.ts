import type { WitFunction, WitType } from '#wit'

import { flatten, MAX_FLAT_PARAMETERS } from './layout.ts'
import { storeCore } from './store-core.ts'

/** A memory and its `cabi_realloc`, which never gives anything free. */
export const ALLOCATOR = `
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
    ${storeCore(type, { first: 0, base: '(i32.const 1024)', offset: 0, held: flat })} (i32.const 1024))`
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
