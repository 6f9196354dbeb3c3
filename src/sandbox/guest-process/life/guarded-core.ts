import type { InstanceLife } from './instance-life.ts'

type Exports = Readonly<Record<string, unknown>>

/** Before `bindGlueGlobals` replaces it. */
const { Instance } = WebAssembly

/** The functions of core instances behind those that the glue is given instead. */
const natives = new WeakMap<object, Function>()

/** Makes a core instance whose every door to JavaScript, out and in, is shut when `life` is over. */
export function instantiateCore(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports = {},
  life: InstanceLife,
): { readonly exports: Exports } {
  const guarded = mapValues(imports, (fields) => mapValues(fields, (item) => guardImport(item, life)))
  return { exports: mapValues(new Instance(module, guarded).exports, (item) => guardExport(item, life)) }
}

/** The function of a core instance itself: core instances call each other without us. */
export function nativeOf(fn: unknown): Function | null {
  return typeof fn === 'function' ? (natives.get(fn) ?? null) : null
}

/** A `WebAssembly.Suspending`, which is an object, is guarded where it is made. */
function guardImport(item: unknown, life: InstanceLife): unknown {
  return typeof item === 'function' ? (nativeOf(item) ?? life.guardHost(item)) : item
}

function guardExport(item: unknown, life: InstanceLife): unknown {
  if (typeof item !== 'function') return item
  const guarded = life.guard(item)
  natives.set(guarded, item)
  return guarded
}

/** Names are those of a stranger: `__proto__` is one like any other. */
function mapValues<Value, Changed>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Changed,
): Record<string, Changed> {
  const changed: Record<string, Changed> = Object.create(null)
  for (const [name, value] of Object.entries(record)) changed[name] = change(value)
  return changed
}
