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
import { describeRefusal } from './describe-refusal.ts'
import { mendGlue } from './glue/mend-glue.ts'
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
    // V8 has both
    multiMemory: true,
    bindgenEnableWasmExnref: true,
    instantiation: { tag: 'async' },
    map: importMapFor(imports),
    asyncMode: { tag: 'jspi', val: { imports: asyncImportsFor(imports), exports: [...request.exports] } },
  })
  const output = files.map(([name, content]) =>
    name === 'component.js' ? glueFile(content) : { name, content },
  )
  const names = output.map(({ name }) => name)
  const writes = output.map(({ name, content }) => writeFile(join(request.folder, name), content))
  const failed = (await Promise.allSettled(writes)).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') {
    return { kind: 'refused', reason: 'not-written', message: describe(failed.reason) }
  }
  // A name such as `arguments` can make jco write what is no JavaScript: better to know now than at the first call.
  await import(pathToFileURL(join(request.folder, 'component.mjs')).href)
  return { kind: 'transpiled', files: names }
}

function glueFile(content: Uint8Array): { name: string; content: string } {
  return { name: 'component.mjs', content: mendGlue(new TextDecoder().decode(content)) }
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

function describe(error: unknown): string {
  return cut(describeRefusal(error instanceof Error ? error.message : String(error), jcoOutput()))
}

function cut(text: string): string {
  return text.slice(0, MAX_REFUSAL_CHARACTERS)
}

giveJcoOurWasiHost()
const channel = new HostChannel<TranspileRequest, FromTranspileProcess>(TRANSPILE_FRAMES)
channel.listen((request) => void answer(request).then((reply) => channel.send(reply)))
