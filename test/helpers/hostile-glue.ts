import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

import { type Logger, SILENT_LOGGER } from '#platform'
import {
  DEFAULT_LIMITS,
  type Isolation,
  type Limits,
  type Outcome,
  PROCESS_ISOLATION,
  type ResultSink,
} from '#sandbox'

import { ComponentGroup } from '../../src/sandbox/pool/component-group.ts'
import { ComponentPool } from '../../src/sandbox/pool/component-pool.ts'
import { AllProcesses } from '../../src/sandbox/process/all-processes.ts'
import type { StateGrant } from '../../src/sandbox/state/component-state.ts'
import { anyValue } from './crossed-values.ts'
import { temporaryFolder } from './temporary-folder.ts'

interface OpenOptions {
  readonly limits?: Partial<Limits>
  readonly logger?: Logger
  readonly isolation?: Isolation
  /** Without it everything about state is denied. */
  readonly state?: StateGrant
  /** What runs each time an instance is made. */
  readonly start?: string
  /** What all processes may take together. */
  readonly memoryBytes?: number
}

interface HostileCallOptions {
  readonly signal?: AbortSignal
  /** Takes what it returns; anything unless given. */
  readonly result?: ResultSink
}

/** A component whose code has broken out of WebAssembly: JavaScript of the test runs in its sandbox process. */
export interface HostileComponent {
  call(name: string, args?: readonly unknown[], options?: HostileCallOptions): Promise<Outcome>
}

/** Opens a component with exports that are JavaScript: `{ attack: 'async (path) => …' }`; `pass` is always there. */
export async function hostileComponent(
  context: Pick<TestContext, 'after'>,
  functions: Readonly<Record<string, string>>,
  {
    limits = {},
    logger = SILENT_LOGGER,
    isolation = PROCESS_ISOLATION,
    state,
    start = '',
    memoryBytes = Number.POSITIVE_INFINITY,
  }: OpenOptions = {},
): Promise<HostileComponent> {
  const folder = await temporaryFolder(context)
  await writeFile(join(folder, 'component.mjs'), glue(functions, start))
  const image = {
    digest: `sha256:${'0'.repeat(64)}`,
    prepare: async () => ({ folder, isolation }),
    environment: [],
    state,
    limits: { ...DEFAULT_LIMITS, ...limits },
  }
  const all = new AllProcesses(memoryBytes)
  const pool = new ComponentPool(image, { logger, group: new ComponentGroup(logger), all })
  context.after(() => {
    pool.close()
    all.close()
  })
  return {
    call: (name, args = [], { signal, result = anyValue() } = {}) =>
      pool.invoke({ target: { interface: null, name, returnsResult: false }, args, result }, signal),
  }
}

/** Where JavaScript in a sandbox process finds how to write what the host can read. */
const PROTOCOL = new URL('../../src/sandbox/protocol/', import.meta.url)

/** JavaScript that says whatever it likes to the host: `say` in whole messages, however long, and `send` in bytes. */
export const TALK = `import * as fs from 'node:fs'
import { serialize } from 'node:v8'
import { COMPONENT_FRAMES } from '${PROTOCOL.href}component-frames.ts'
import { DataWriter } from '${PROTOCOL.href}data/data-writer.ts'
import { ValueWriter } from '${PROTOCOL.href}../../wit/wire/value-writer.ts'

const send = (bytes) => {
  for (let sent = 0; sent < bytes.length;) {
    try { sent += fs.writeSync(3, bytes, sent) } catch (error) { if (error.code !== 'EAGAIN') throw error }
  }
}
const data = (value) => {
  const writer = new DataWriter()
  writer.value(value)
  return writer.bytes
}
const frame = (kind, body, length = body.length) => {
  const header = Buffer.alloc(5)
  header.writeUInt32BE(length)
  header[4] = Object.keys(COMPONENT_FRAMES).indexOf(kind)
  return Buffer.concat([header, body])
}
const say = ({ kind, ...fields }) => send(frame(kind, data(fields)))
const pieces = (value) => {
  const writer = new ValueWriter((piece) => send(frame('result', data({ id: 1, bytes: piece }))), Infinity)
  writer.write(value)
  return writer.end()
}
const answer = (id, value) => say({ kind: 'returned', id, bytes: pieces(value) })
`

function glue(functions: Readonly<Record<string, string>>, start: string): string {
  const entries = Object.entries({ pass: '() => true', ...functions })
  return `${TALK}
const wait = () => new Promise((resolve) => setTimeout(resolve, 60_000))

export const instantiate = () => {
  ${start}
  return {
${entries.map(([name, code]) => `    ${JSON.stringify(name)}: ${code},`).join('\n')}
  }
}
`
}
