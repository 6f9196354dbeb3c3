import { readTypeImports } from '../../../wit/read-type-imports.ts'
import { glueExportPath } from '../../../wit/rename/our-names.ts'
import { renameComponent } from '../../../wit/rename/rename-component.ts'
import type { WitFunction, WitWorld } from '../../../wit/types.ts'
import { GLUE, madeFileName, MAX_CORE_MODULES } from '../../protocol/inspect-protocol.ts'
import { mendGlue, type MendOptions } from '../glue/mend-glue.ts'
import { asyncImportsFor, importMapFor, typeImportMapFor } from '../wasi/index.ts'
import { assertRuns } from './assert-runs.ts'
import { fromEither } from './from-either.ts'

const GLUE_OF_JCO = 'component.js'

/** Turns a stranger's component into JavaScript glue and core modules, in the order of `madeFileName` behind the description. */
export async function transpile(component: Uint8Array, world: WitWorld): Promise<readonly Uint8Array[]> {
  const { $init, generate } = await import('@bytecodealliance/jco-transpile/component')
  await $init
  const imports = [...world.imports]
  const exports = world.functions.filter(isPlainFunction).map(glueExportPath)
  const { files, hasCompactTexts } = fromEither(renameComponent(component), (bytes) =>
    generate(bytes, {
      name: 'component',
      noTypescript: true,
      noNodejsCompat: true,
      base64Cutoff: 0,
      // V8 has both
      multiMemory: true,
      bindgenEnableWasmExnref: true,
      instantiation: { tag: 'async' },
      map: [...importMapFor(imports), ...typeImportMapFor(readTypeImports(component))],
      asyncMode: { tag: 'jspi', val: { imports: asyncImportsFor(imports), exports } },
    }),
  )
  const mended = files.map(([name, content]) =>
    name === GLUE_OF_JCO
      ? ([GLUE, withMends(content, { hasCompactTexts })] as const)
      : ([name, content] as const),
  )
  const made = inOrder(new Map(mended))
  for (const core of made.slice(1)) await assertRuns(core)
  return made
}

function withMends(glue: Uint8Array, options: MendOptions): Uint8Array {
  return Buffer.from(mendGlue(new TextDecoder().decode(glue), options))
}

function inOrder(files: ReadonlyMap<string, Uint8Array>): readonly Uint8Array[] {
  if (files.size > MAX_CORE_MODULES + 1) throw new Error(`It has more than ${MAX_CORE_MODULES} core modules`)
  return Array.from({ length: files.size }, (_, index) => {
    const name = madeFileName(index + 1)
    const content = files.get(name)
    if (content === undefined) throw new Error(`The generator made no file '${name}'`)
    return content
  })
}

/** jco writes `await` into the constructors and methods of a resource that is named here, which is no JavaScript. */
function isPlainFunction({ name }: WitFunction): boolean {
  return !name.startsWith('[')
}
