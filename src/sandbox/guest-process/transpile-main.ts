import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

import {
  type FromTranspileProcess,
  MAX_REFUSAL_CHARACTERS,
  TRANSPILE_FRAMES,
  type TranspileRequest,
} from '../protocol/transpile-protocol.ts'
import { HostChannel } from './host-channel.ts'
import { jcoOutput } from './jco-host.ts'
import { giveJcoOurWasiHost } from './jco-imports.ts'
import { asyncImportsFor, importMapFor, unknownImports } from './wasi/index.ts'

/** Turns a stranger's component into core modules and JavaScript glue: reads that file, writes to one folder. */
async function transpile(request: TranspileRequest): Promise<FromTranspileProcess> {
  const imports = [...request.imports]
  const unknown = unknownImports(imports)
  if (unknown.length > 0)
    return { kind: 'refused', reason: 'unknown-imports', message: cut(unknown.join(', ')) }
  const { $init, generate } = await import('@bytecodealliance/jco-transpile/component')
  await $init
  const { files } = generate(await readFile(request.file), {
    name: 'component',
    noTypescript: true,
    noNodejsCompat: true,
    base64Cutoff: 0,
    instantiation: { tag: 'async' },
    map: importMapFor(imports),
    asyncMode: { tag: 'jspi', val: { imports: asyncImportsFor(imports), exports: [...request.exports] } },
  })
  const names = files.map(([name]) => (name === 'component.js' ? 'component.mjs' : name))
  const writes = files.map(([, content], index) =>
    writeFile(join(request.folder, names[index] ?? ''), content),
  )
  const failed = (await Promise.allSettled(writes)).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') {
    return { kind: 'refused', reason: 'not-written', message: describe(failed.reason) }
  }
  // A name such as `arguments` can make jco write what is no JavaScript: better to know now than at the first call.
  await import(pathToFileURL(join(request.folder, 'component.mjs')).href)
  return { kind: 'transpiled', files: names }
}

async function answer(request: TranspileRequest): Promise<FromTranspileProcess> {
  try {
    return await transpile(request)
  } catch (error) {
    // Our streams write a step later; only then is there what jco said last.
    await setImmediate()
    return { kind: 'refused', reason: 'invalid', message: describe(error) }
  }
}

/** When jco panics the error says only that it trapped; what it printed says why. */
function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const panic = /panicked at [^\n]*\n(?<why>[^\n]+)/.exec(jcoOutput())?.groups?.['why']
  return cut(panic ?? message)
}

function cut(text: string): string {
  return text.slice(0, MAX_REFUSAL_CHARACTERS)
}

giveJcoOurWasiHost()
const channel = new HostChannel<TranspileRequest, FromTranspileProcess>(TRANSPILE_FRAMES)
channel.listen((request) => void answer(request).then((reply) => channel.send(reply)))
