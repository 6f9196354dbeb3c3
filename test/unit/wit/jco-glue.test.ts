import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'

import { $init, generate } from '@bytecodealliance/jco-transpile/component'
import fc from 'fast-check'

import {
  argumentsFromJson,
  readComponentWorld,
  toJavaScriptName,
  toJson,
  type WitFunction,
  withoutCustomSection,
} from '../../../src/wit/index.ts'
import { jsonOf } from '../../helpers/arbitrary-wit.ts'
import { guestPath } from '../../helpers/guest.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

interface Glue {
  readonly [name: string]: Glue | ((...args: unknown[]) => unknown)
}

interface GlueModule {
  instantiate: (load: (path: string) => Promise<WebAssembly.Module>, imports: object) => Promise<Glue>
}

/** Conventions of jco are found out here: each function of the guest gives back what it is given. */
describe('the JavaScript values of jco', () => {
  it('are those that argumentsFromJson() makes and toJson() takes, for every type', async (context) => {
    const component = await readFile(await guestPath('every-type'))
    const glue = await instantiate(component, await temporaryFolder(context))
    const functions = readComponentWorld(component).functions.filter(({ name }) => name.startsWith('echo-'))
    assert.ok(functions.length > 40)
    for (const fn of functions) assertEchoes(fn, functionOf(glue, fn))
  })
})

function assertEchoes(fn: WitFunction, call: (...args: unknown[]) => unknown): void {
  const { result, parameters } = fn
  assert.ok(result)
  fc.assert(
    fc.property(jsonOf(result), (json) => {
      const args = argumentsFromJson({ value: json }, parameters)
      const returned = result.kind === 'result' ? caught(() => call(...args)) : call(...args)
      assert.deepEqual(toJson(returned, result), json, fn.name)
    }),
    { numRuns: 25 },
  )
}

/** What the sandbox process does with jco's habit of throwing the `err` of a function's result. */
function caught(call: () => unknown): unknown {
  try {
    return { tag: 'ok', val: call() }
  } catch (error) {
    if (error instanceof Error && 'payload' in error) return { tag: 'err', val: error.payload }
    throw error
  }
}

function functionOf(glue: Glue, fn: WitFunction): (...args: unknown[]) => unknown {
  const owner = fn.interface === null ? glue : glue[fn.interface]
  assert.ok(typeof owner === 'object')
  const found = owner[toJavaScriptName(fn.name)]
  assert.ok(typeof found === 'function', fn.name)
  return found
}

async function instantiate(component: Uint8Array, folder: string): Promise<Glue> {
  await $init
  const { files } = generate(withoutCustomSection(component, 'package-docs'), {
    name: 'component',
    instantiation: { tag: 'async' },
    noTypescript: true,
    noNodejsCompat: true,
    map: [],
  })
  for (const [name, bytes] of files) await writeFile(join(folder, name.replace(/\.js$/, '.mjs')), bytes)
  const module: GlueModule = await import(pathToFileURL(join(folder, 'component.mjs')).href)
  return module.instantiate(async (path) => WebAssembly.compile(await readFile(join(folder, path))), {})
}
