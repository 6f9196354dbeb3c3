import assert from 'node:assert/strict'

import { $init, generate } from '@bytecodealliance/jco-transpile/component'

import { glueExport, renameComponent, type WitFunction } from '#wit'

/** What jco generates for a component that has our names. */
export interface RenamedGlue {
  readonly text: string
  /** Of no imports. */
  instantiate(): Promise<RenamedInstance>
}

/** Its exports, by the names that they have in WIT. */
export interface RenamedInstance {
  call(fn: Pick<WitFunction, 'interface' | 'name'>, ...args: readonly unknown[]): unknown
}

interface GlueModule {
  instantiate: (load: (path: string) => Promise<WebAssembly.Module>, imports: object) => Promise<object>
}

/** Renames a component that imports nothing and has jco generate code for it. */
export async function renamedGlue(component: Uint8Array): Promise<RenamedGlue> {
  await $init
  const { files } = generate(renameComponent(component), {
    name: 'component',
    instantiation: { tag: 'async' },
    noTypescript: true,
    noNodejsCompat: true,
    map: [],
  })
  const contents = new Map(files)
  const text = new TextDecoder().decode(contentOf(contents, 'component.js'))
  return { text, instantiate: () => instantiate(text, contents) }
}

async function instantiate(
  text: string,
  contents: ReadonlyMap<string, Uint8Array>,
): Promise<RenamedInstance> {
  const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
  const module: GlueModule = await import(url)
  const exports = await module.instantiate(
    async (path) => WebAssembly.compile(Uint8Array.from(contentOf(contents, path))),
    {},
  )
  return { call: (fn, ...args) => Reflect.apply(functionOf(exports, fn), undefined, args) }
}

function functionOf(exports: object, fn: Pick<WitFunction, 'interface' | 'name'>): Function {
  const { interface: scope, name } = glueExport(fn)
  const owner: unknown = scope === null ? exports : Reflect.get(exports, scope)
  assert.ok(typeof owner === 'object' && owner !== null, `no interface ${fn.interface}`)
  const found: unknown = Reflect.get(owner, name)
  assert.ok(typeof found === 'function', `no function ${fn.name}`)
  return found
}

function contentOf(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const content = files.get(name)
  assert.ok(content, name)
  return content
}
