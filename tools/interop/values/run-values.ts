import { execFile } from 'node:child_process'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import fc from 'fast-check'

import { jsonOf } from '../../../test/helpers/arbitrary-wit.ts'
import { echoComponent, type StringEncoding } from '../../../test/helpers/canonical/echo-component.ts'
import { typesAtDepth } from '../../../test/helpers/canonical/type-matrix.ts'
import { runTool } from '../../build-guests/run-tool.ts'

const WASMTIME = 'wasmtime==50.0.1'
const ECHO = fileURLToPath(new URL('echo.py', import.meta.url))
const VALUES_OF_A_TYPE = 6

const ENCODINGS: readonly StringEncoding[] = ['utf8', 'utf16', 'compact-utf16']

/** wasmtime of PyPI knows neither maps nor lists of a fixed length. */
const NOT_KNOWN = /^(?:fixed|value|key)\(/

/** What the second engine made of the values of the matrix. */
export interface ValuesReport {
  readonly table: string
  readonly differences: readonly string[]
}

/** Gives the values of the matrix to the same components in wasmtime, which `folder` keeps. */
export async function runValues(folder: string): Promise<ValuesReport> {
  const python = await findPython(folder)
  const rows: string[] = []
  const differences: string[] = []
  for (const encoding of ENCODINGS) {
    for (const through of [undefined, ...ENCODINGS]) {
      const found = await differencesOf(python, { encoding, through })
      differences.push(...found.differences)
      rows.push(
        `| ${encoding} | ${through ?? ''} | ${found.count} | ${found.count - found.differences.length} |`,
      )
    }
  }
  const head =
    '| texts in | through one with texts in | values | the same in wasmtime |\n| --- | --- | --- | --- |'
  return { table: [head, ...rows].join('\n'), differences }
}

interface Encodings {
  readonly encoding: StringEncoding
  readonly through: StringEncoding | undefined
}

async function differencesOf(
  python: string,
  { encoding, through }: Encodings,
): Promise<{ count: number; differences: readonly string[] }> {
  const types = [...typesAtDepth(0), ...typesAtDepth(1)].filter(({ name }) => !NOT_KNOWN.test(name))
  const { bytes, world } = await echoComponent(
    types.map(({ type }) => type),
    { encoding, ...(through && { through }) },
  )
  const functions = world.functions.map(({ name, result: type }, index) => ({
    name,
    label: types[index]?.name,
    type,
    values: type === null ? [] : fc.sample(jsonOf(type), { seed: 1, numRuns: VALUES_OF_A_TYPE }),
  }))
  const folder = await mkdtemp(join(tmpdir(), 'wassette-values-'))
  const files = [join(folder, 'echo.wasm'), join(folder, 'values.json')] as const
  await writeFile(files[0], bytes)
  await writeFile(files[1], JSON.stringify({ interface: world.functions[0]?.interface ?? null, functions }))
  const { stdout } = await promisify(execFile)(python, [ECHO, ...files])
  await rm(folder, { recursive: true })
  return {
    count: functions.length * VALUES_OF_A_TYPE,
    differences: stdout.split('\n').filter((line) => line !== ''),
  }
}

async function findPython(folder: string): Promise<string> {
  const place = join(folder, 'python')
  const python = join(place, 'bin/python')
  const isThere = await access(python).then(
    () => true,
    () => false,
  )
  if (isThere) return python
  const options = { cwd: folder, missing: 'Install Python 3 with venv' }
  await runTool(['python3', '-m', 'venv', place], options)
  await runTool([python, '-m', 'pip', 'install', '--quiet', WASMTIME], options)
  return python
}
