import type { WitFunction, WitType } from '#wit'

import { ALLOCATOR } from './echo-module.ts'
import { type Flat, flatten, MAX_FLAT_PARAMETERS, sizeOf } from './layout.ts'
import { loadCore } from './load-core.ts'
import { storeCore } from './store-core.ts'

const MAX_FLAT_ASYNC_PARAMETERS = 4

/** The text of a core module in which each function hands its one parameter to an import of the same type. */
export function forwardModule(functions: readonly WitFunction[]): string {
  const parts = functions.map((fn, index) => (fn.isAsync ? forwardLater(fn, index) : forward(fn, index)))
  const needsSets = functions.some((fn) => fn.isAsync)
  const sets = needsSets
    ? `(import "$root" "[waitable-set-new]" (func $set-new (result i32)))
       (import "$root" "[waitable-join]" (func $join (param i32 i32)))
       (import "$root" "[subtask-drop]" (func $drop (param i32)))`
    : ''
  const imports = parts.flatMap((part) => part.imports)
  return `(module ${sets} ${imports.join('\n')} ${ALLOCATOR} (global $result (mut i32) (i32.const 0))
    (global $argument (mut i32) (i32.const 0)) (global $set (mut i32) (i32.const 0))
    ${parts.flatMap((part) => part.functions).join('\n')})`
}

interface Part {
  readonly imports: readonly string[]
  readonly functions: readonly string[]
}

function passed(type: WitType, most: number): Flat[] {
  const flat = flatten(type)
  return flat.length > most ? ['i32'] : flat
}

function typeOf({ result }: WitFunction): WitType {
  if (result === null) throw new Error('What is forwarded comes back')
  return result
}

function room(type: WitType): string {
  return `(call $realloc (i32.const 0) (i32.const 0) (i32.const 8) (i32.const ${sizeOf(type)}))`
}

function locals(count: number): string {
  return Array.from({ length: count }, (_, index) => `(local.get ${index})`).join(' ')
}

function forward(fn: WitFunction, index: number): Part {
  const type = typeOf(fn)
  const parameters = passed(type, MAX_FLAT_PARAMETERS)
  const flat = flatten(type)
  const isDirect = flat.length <= 1
  const [returned = 'i32'] = flat
  const signature = isDirect
    ? `(param ${parameters.join(' ')}) (result ${returned})`
    : `(param ${parameters.join(' ')} i32)`
  const call = `(call $f${index} ${locals(parameters.length)}`
  const body = isDirect
    ? `(result ${returned}) ${call})`
    : `(result i32) (global.set $result ${room(type)}) ${call} (global.get $result)) (global.get $result)`
  return {
    imports: [`(import "${fn.interface}" "${fn.name}" (func $f${index} ${signature}))`],
    functions: [`(func (export "${fn.interface}#${fn.name}") (param ${parameters.join(' ')}) ${body})`],
  }
}

/** Both sides asynchronous: what came back is read once the call says that it is there. */
function forwardLater(fn: WitFunction, index: number): Part {
  const type = typeOf(fn)
  const taken = passed(type, MAX_FLAT_PARAMETERS)
  const given = passed(type, MAX_FLAT_ASYNC_PARAMETERS)
  const isKept = taken.length === given.length
  const held = { first: 0, base: '(global.get $argument)', offset: 0, held: taken }
  const keep = isKept ? '' : `(global.set $argument ${room(type)}) ${storeCore(type, held)}`
  const values =
    flatten(type).length > MAX_FLAT_PARAMETERS
      ? '(global.get $result)'
      : loadCore(type, '(global.get $result)').join(' ')
  const finish = `(call $return${index} ${values}) (i32.const 0)`
  return {
    imports: [
      `(import "[export]${fn.interface}" "[task-return]${fn.name}" (func $return${index} (param ${taken.join(' ')})))`,
      `(import "${fn.interface}" "[async-lower]${fn.name}" (func $f${index} (param ${given.join(' ')} i32) (result i32)))`,
    ],
    functions: [
      `(func (export "[async-lift]${fn.interface}#${fn.name}") (param ${taken.join(' ')}) (result i32) (local $status i32)
        ${keep} (global.set $result ${room(type)})
        (local.set $status (call $f${index} ${isKept ? locals(taken.length) : '(global.get $argument)'} (global.get $result)))
        (if (result i32) (i32.eq (i32.and (local.get $status) (i32.const 15)) (i32.const 2))
          (then ${finish})
          (else
            (global.set $set (call $set-new))
            (call $join (i32.shr_u (local.get $status) (i32.const 4)) (global.get $set))
            (i32.or (i32.const 2) (i32.shl (global.get $set) (i32.const 4))))))`,
      `(func (export "[callback][async-lift]${fn.interface}#${fn.name}") (param $event i32) (param $task i32) (param $state i32) (result i32)
        (if (result i32) (i32.and (i32.eq (local.get $event) (i32.const 1)) (i32.eq (local.get $state) (i32.const 2)))
          (then (call $drop (local.get $task)) ${finish})
          (else (i32.or (i32.const 2) (i32.shl (global.get $set) (i32.const 4))))))`,
    ],
  }
}
