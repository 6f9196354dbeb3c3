import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Isolation } from '#sandbox'

import { type Cleaner, temporaryFolder } from './temporary-folder.ts'

/**
 * An inspection process that was taken over: in its place runs JavaScript of the test, with its rights.
 *
 * `attack` is the body of an async function; `say` sends a message, `part` a part of a file, `written` waits until the host has
 * written one.
 */
export async function hostileInspection(context: Cleaner, attack: string): Promise<Isolation> {
  const folder = await temporaryFolder(context)
  const file = join(folder, 'hostile.mjs')
  await writeFile(file, source(attack))
  return {
    name: 'process',
    endsWithHost: false,
    unwalled: null,
    filter: null,
    filtersSystemCalls: false,
    wrap: ({ command }) => [
      ...command.slice(0, 1),
      `--allow-fs-read=${folder}`,
      ...command.slice(1, -1),
      file,
    ],
  }
}

function own(file: string): string {
  return JSON.stringify(new URL(`../../src/sandbox/protocol/${file}`, import.meta.url).href)
}

function source(attack: string): string {
  return `import * as fs from 'node:fs'
import { Socket } from 'node:net'
import { FrameReader } from ${own('frames.ts')}
import { encodeSandboxFrame } from ${own('sandbox-frames.ts')}
import { INSPECT_FRAMES } from ${own('inspect-protocol.ts')}

const socket = new Socket({ fd: 3, readable: true, writable: true })
const reader = new FrameReader()
let received = 0
let size = Infinity
let writes = 0
let wake = () => {}
socket.on('data', (chunk) => {
  for (const message of reader.push(chunk)) {
    if (message.kind === 'component') size = message.size
    if (message.kind === 'bytes') received += message.bytes.length
    if (message.kind === 'written') writes += 1
    wake()
  }
})
socket.on('close', () => process.exit(0))
const until = async (condition) => { while (!condition()) await new Promise((resolve) => (wake = resolve)) }
const say = (message, kinds = INSPECT_FRAMES) => new Promise((resolve) => socket.write(encodeSandboxFrame(message, kinds), resolve))
const part = (bytes, isLast = true) => say({ kind: 'part', bytes, isLast })
const written = async () => { await until(() => writes > 0); writes -= 1 }
const describe = (result) => Buffer.from(JSON.stringify({
  imports: [], functions: [{ interface: null, name: 'f', isAsync: false, parameters: [], result }],
  docs: { world: { functions: [], types: [] }, interfaces: [] },
}))
const LARGE = Object.fromEntries(Object.keys(INSPECT_FRAMES).map((kind) => [kind, { bytes: 1e9, values: 1e9 }]))
await until(() => received >= size)
${attack}
`
}
