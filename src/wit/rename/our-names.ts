import { hash } from 'node:crypto'

import { toJavaScriptName } from '../javascript-name.ts'
import { WASI_CASES, WASI_FUNCTIONS, WASI_KEYS } from './wasi-labels.ts'

/** Digits of a hash in a name. Two names that share it are refused, so chance alone has to be ruled out. */
const HASH_DIGITS = 16

const PACKAGE = 'our:own'

/** `[constructor]r`, and `[async]f` of older tools. */
const MARKED = /^(?<what>\[(?:async|constructor)\])(?<owner>[^.]+)$/

/** `[method]r.f` and its like. */
const OF_RESOURCE = /^(?<what>\[(?:async )?(?:method|static)\])(?<owner>[^.]+)\.(?<member>[^.]+)$/

const LABEL = /^[a-zA-Z][a-zA-Z0-9]*(?:-[a-zA-Z0-9]+)*$/

/** `namespace:package/interface`, of any version, and whatever else the Component Model says with these characters. */
const INTERFACE = /^[a-z][a-z0-9-]*(?::[a-z][a-z0-9-]*)+(?:\/[a-zA-Z][a-zA-Z0-9-]*)+(?:@[0-9A-Za-z.+-]+)?$/

/** The name that stands for a stranger's name in all that is generated: `n` and digits of its hash, so always the same. */
export function ourLabel(name: string): string {
  return `n${hash('sha256', name, 'hex').slice(0, HASH_DIGITS)}`
}

/** Our name of an interface by its whole name, version included. */
export function ourInterface(name: string): string {
  return `${PACKAGE}/${ourLabel(name)}`
}

/** Our name of what an interface, or any component inside the component, imports or exports. Null for forms of names that WIT does not have. */
export function ourExtern(name: string): string | null {
  return externName(name, (label) => (WASI_FUNCTIONS.has(label) ? label : ourLabel(label)))
}

/** Our name of what the component itself exports: nothing of WASI is looked up there. Null as in `ourExtern`. */
export function ourRootExport(name: string): string | null {
  return externName(name, ourLabel)
}

/** Our name of a parameter; a method has to have a `self`. */
export function ourParameter(name: string): string {
  return name === 'self' ? name : ourLabel(name)
}

/** Our name of a field or a flag. */
export function ourKey(name: string): string {
  return WASI_KEYS.has(name) ? name : ourLabel(name)
}

/** Our name of a case of a variant or an enum. */
export function ourCase(name: string): string {
  return WASI_CASES.has(name) ? name : ourLabel(name)
}

/** Under which key generated code holds a field or a flag. */
export function glueKey(name: string): string {
  return toJavaScriptName(ourKey(name))
}

/** An exported function by the names that it has in WIT. */
interface Exported {
  readonly interface: string | null
  readonly name: string
}

/** Where generated code has an exported function. */
export function glueExport(fn: Exported): Exported {
  const { interface: owner, name } = ours(fn)
  return { interface: owner, name: toJavaScriptName(name) }
}

/** How the options of jco name an exported function. */
export function glueExportPath(fn: Exported): string {
  const { interface: owner, name } = ours(fn)
  return owner === null ? name : `${owner}#${name}`
}

/** A name that has no form of ours is in no component that was made ready to run. */
function ours({ interface: owner, name }: Exported): Exported {
  if (owner === null) return { interface: null, name: ourRootExport(name) ?? '' }
  return { interface: ourInterface(owner), name: ourExtern(name) ?? '' }
}

function externName(name: string, ofLabel: (label: string) => string): string | null {
  if (LABEL.test(name)) return ofLabel(name)
  if (INTERFACE.test(name)) return ourInterface(name)
  const {
    what = '',
    owner = '',
    member = null,
  } = (MARKED.exec(name) ?? OF_RESOURCE.exec(name))?.groups ?? NO_GROUPS
  const labels = member === null ? [owner] : [owner, member]
  return labels.every((label) => LABEL.test(label)) ? `${what}${labels.map(ofLabel).join('.')}` : null
}

const NO_GROUPS: Readonly<Record<string, string>> = {}
