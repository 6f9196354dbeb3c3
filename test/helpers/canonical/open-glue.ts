import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { $init, generate } from '@bytecodealliance/jco-transpile/component'

import {
  argumentsFromJson,
  glueExport,
  glueExportPath,
  renameComponent,
  type WitFunction,
  type WitWorld,
} from '#wit'

import { toJson } from '../crossed-values.ts'
import { mendGlue } from '../../../src/sandbox/guest-process/glue/mend-glue.ts'
import { forGenerator } from '../../../src/sandbox/guest-process/inspect/for-generator.ts'
import { openValues, VALUES_IMPORT } from '../../../src/sandbox/guest-process/values/index.ts'

/** A component in this process, as a sandbox process would have it; a new instance after each call that trapped. */
export interface OpenGlue {
  readonly text: string
  /** Calls a function with a value as JSON has it, and returns what comes back. */
  call(fn: WitFunction, value: unknown): Promise<unknown>
}

interface Exports {
  readonly [name: string]: Exports | ((...args: unknown[]) => unknown)
}

interface GlueModule {
  instantiate(
    module: (name: string) => WebAssembly.Module | undefined,
    imports: object,
    instantiateCore: (module: WebAssembly.Module, imports: WebAssembly.Imports) => WebAssembly.Instance,
  ): Promise<Exports>
}

/** Generates, mends and loads the glue of a component that imports nothing. */
export async function openGlue(bytes: Uint8Array, world: WitWorld, folder: string): Promise<OpenGlue> {
  await $init
  const { bytes: plain, hasCompactTexts } = forGenerator(renameComponent(bytes))
  const { files } = generate(plain, {
    name: 'component',
    noTypescript: true,
    noNodejsCompat: true,
    base64Cutoff: 0,
    instantiation: { tag: 'async' },
    map: [],
    multiMemory: true,
    bindgenEnableWasmExnref: true,
    asyncMode: { tag: 'jspi', val: { imports: [], exports: world.functions.map(glueExportPath) } },
  })
  const contents = new Map(files)
  const text = mendGlue(new TextDecoder().decode(contents.get('component.js')), { hasCompactTexts })
  const path = join(folder, 'component.mjs')
  await writeFile(path, text)
  const module: GlueModule = await import(pathToFileURL(path).href)
  const cores = [...contents].filter(([name]) => name.endsWith('.wasm'))
  const modules = new Map(
    await Promise.all(
      cores.map(async ([name, core]) => [name, await WebAssembly.compile(new Uint8Array(core))] as const),
    ),
  )
  const instantiate = (): Promise<Exports> =>
    module.instantiate(
      (name) => modules.get(name),
      { [VALUES_IMPORT]: openValues() },
      (core, imports) => new WebAssembly.Instance(core, imports),
    )
  let exports = await instantiate()
  return {
    text,
    call: async (fn, value) => {
      const args = argumentsFromJson({ [fn.parameters[0]?.name ?? '']: value }, fn.parameters)
      try {
        const returned = functionOf(exports, fn)(...args)
        return fn.result === null ? null : toJson(await settled(fn, returned), fn.result)
      } catch (error) {
        exports = await instantiate()
        throw error
      }
    },
  }
}

function functionOf(exports: Exports, fn: WitFunction): (...args: unknown[]) => unknown {
  const { interface: owner, name } = glueExport(fn)
  const scope = owner === null ? exports : exports[owner]
  const found = typeof scope === 'object' ? scope[name] : undefined
  if (typeof found !== 'function') throw new TypeError(`There is no '${fn.name}'`)
  return found
}

/** What a sandbox process does with the habit of throwing the `err` of a function's result. */
async function settled({ result }: WitFunction, returned: unknown): Promise<unknown> {
  if (result?.kind !== 'result') return returned
  try {
    return { tag: 'ok', val: await returned }
  } catch (error) {
    if (error instanceof Error && 'payload' in error) return { tag: 'err', val: error.payload }
    throw error
  }
}
