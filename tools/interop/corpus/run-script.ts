import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'

import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'

import { describeError } from '#platform'
import { glueExport } from '#wit'

import { transpile } from '../../../src/sandbox/guest-process/inspect/transpile.ts'
import { openValues, VALUES_IMPORT } from '../../../src/sandbox/guest-process/values/index.ts'
import { unknownImports } from '../../../src/sandbox/guest-process/wasi/index.ts'
import { readDescription } from '../../../src/wit/read-description.ts'
import { type Command, type Literal, readWast } from './read-wast.ts'

/** How one command of a script ended: as the script says, refused with a reason, invalid and taken, otherwise, or not tried. */
export type ScriptEnd =
  | { readonly kind: 'right' | 'not tried' }
  | { readonly kind: 'refused' | 'taken' | 'wrong'; readonly why: string }

const CALL_TIMEOUT_MS = 10_000

interface Exports {
  readonly [name: string]: Exports | ((...args: readonly Literal[]) => unknown)
}

type Start = () => Promise<Exports>

class Refused extends Error {}

/** Runs one script; a component that was refused leaves what is said of its instance untried. */
class Script {
  readonly #folder: string
  readonly #definitions = new Map<string, string>()
  #instance: Exports | null = null
  #count = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  async run(command: Command): Promise<ScriptEnd> {
    try {
      return await this.#run(command)
    } catch (error) {
      const why = describeError(error).replaceAll('\n', ' ')
      return { kind: error instanceof Refused ? 'refused' : 'wrong', why }
    }
  }

  async #run(command: Command): Promise<ScriptEnd> {
    switch (command.kind) {
      case 'component': {
        this.#instance = null
        if (command.id !== null) this.#definitions.set(command.id, command.text)
        const start = await this.#load(command.text)
        this.#instance = await start()
        return { kind: 'right' }
      }
      case 'instance': {
        this.#instance = null
        this.#instance = await (await this.#load(this.#definitions.get(command.of) ?? ''))()
        return { kind: 'right' }
      }
      case 'call':
        return this.#instance === null ? { kind: 'not tried' } : callFunction(this.#instance, command)
      case 'refused':
        return this.#expectRefusal(command.text)
      case 'start-traps': {
        const start = await this.#load(command.text ?? this.#definitions.get(command.of ?? '') ?? '')
        return start().then(
          () => ({ kind: 'wrong', why: 'it started' }),
          () => ({ kind: 'right' }),
        )
      }
      case 'other':
        return { kind: 'not tried' }
    }
  }

  async #expectRefusal(text: string): Promise<ScriptEnd> {
    return this.#load(text).then(
      () => ({ kind: 'taken', why: 'it is invalid' }),
      () => ({ kind: 'right' }),
    )
  }

  /** Makes a component ready to run as an inspection process does. */
  async #load(text: string): Promise<Start> {
    const component = await parse(text).catch((error: unknown) => refuse(error))
    const { world } = attempt(() => readDescription(component))
    const unknown = unknownImports([...world.imports])
    if (unknown.length > 0) throw new Refused(`it imports ${unknown.join(', ')}`)
    const [glue = new Uint8Array(), ...cores] = await transpile(component, world).catch((error: unknown) =>
      refuse(error),
    )
    const path = join(this.#folder, `${this.#count++}.mjs`)
    await writeFile(path, glue)
    const modules = await Promise.all(cores.map((core) => WebAssembly.compile(core)))
    const module: { instantiate: (...args: unknown[]) => Promise<Exports> } = await import(
      pathToFileURL(path).href
    )
    return async () =>
      module.instantiate(
        (name: string) => modules[Number(/\d*(?=\.wasm)/.exec(name)?.[0] || 1) - 1],
        { [VALUES_IMPORT]: openValues() },
        (core: WebAssembly.Module, imports: WebAssembly.Imports) => new WebAssembly.Instance(core, imports),
      )
  }
}

function attempt<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    return refuse(error)
  }
}

function refuse(error: unknown): never {
  throw new Refused(describeError(error))
}

async function callFunction(
  instance: Exports,
  { name, args, expected }: Extract<Command, { kind: 'call' }>,
): Promise<ScriptEnd> {
  const called = instance[glueExport({ interface: null, name }).name]
  if (typeof called !== 'function') return { kind: 'not tried' }
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('No answer')), CALL_TIMEOUT_MS)
  try {
    const value = await Promise.race([called(...args), late.promise])
    if (expected.kind === 'traps') return { kind: 'wrong', why: `${name} returned instead of a trap` }
    const isRight = expected.values.every((one) => Object.is(one, value))
    return isRight ? { kind: 'right' } : { kind: 'wrong', why: `${name} returned ${String(value)}` }
  } catch (error) {
    if (expected.kind === 'traps') return { kind: 'right' }
    return { kind: 'wrong', why: `${name} trapped: ${describeError(error)}` }
  } finally {
    clearTimeout(timer)
  }
}

// Promises of generated code that nobody waits for are rejected along with the call that trapped
process.on('unhandledRejection', () => {})
const folder = await mkdtemp(join(tmpdir(), 'wassette-corpus-'))
const script = new Script(folder)
const ends: ScriptEnd[] = []
for (const command of readWast(await readFile(String(workerData), 'utf8')))
  ends.push(await script.run(command))
await rm(folder, { recursive: true })
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(ends)
process.exit()
