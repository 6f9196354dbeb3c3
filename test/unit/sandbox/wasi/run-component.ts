import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { $init, generate } from '@bytecodealliance/jco-transpile/component'

import { glueExport, glueExportPath, readComponentWorld, readTypeImports, renameComponent } from '#wit'

import type { GuestContext } from '../../../../src/sandbox/guest-process/wasi/guest-context.ts'
import {
  asyncImportsFor,
  createWasiImports,
  importMapFor,
  typeImportMapFor,
} from '../../../../src/sandbox/guest-process/wasi/index.ts'
import { toJavaScriptName } from '../../../../src/wit/javascript-name.ts'

type Exports = Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>

interface Glue {
  instantiate(
    getCoreModule: (name: string) => Promise<object>,
    imports: Record<string, object>,
  ): Promise<Exports>
}

declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> }

/** A component of core text and the world that it implements. */
export async function componentOf(witSource: string, wat: string): Promise<Uint8Array> {
  return componentNew(await componentEmbed({ binary: await parse(wat), witSource }))
}

/** Transpiles as the product does and gives an instance made with `guest`; every export is asynchronous. */
export async function instantiate(component: Uint8Array, guest: GuestContext): Promise<Exports> {
  await $init
  const { imports, functions } = readComponentWorld(component)
  const exports = functions.map(glueExportPath)
  const { files } = generate(renameComponent(component), {
    name: 'component',
    noTypescript: true,
    noNodejsCompat: true,
    base64Cutoff: 0,
    instantiation: { tag: 'async' },
    map: [...importMapFor(imports), ...typeImportMapFor(readTypeImports(component))],
    asyncMode: { tag: 'jspi', val: { imports: asyncImportsFor(imports), exports } },
  })
  const contents = new Map(files)
  const source = Buffer.from(contentOf(contents, 'component.js')).toString('base64')
  // jco's module has no imports of its own, so it can live in a URL.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by jco two lines above
  const glue = (await import(`data:text/javascript;base64,${source}`)) as Glue
  const instance = await glue.instantiate(
    (name) => WebAssembly.compile(contentOf(contents, name)),
    createWasiImports(guest),
  )
  return Object.fromEntries(
    functions.flatMap((fn) => {
      const found = instance[glueExport(fn).name]
      return found === undefined ? [] : [[toJavaScriptName(fn.name), found]]
    }),
  )
}

function contentOf(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const content = files.get(name)
  if (content === undefined) throw new Error(`jco made no file '${name}'`)
  return content
}
