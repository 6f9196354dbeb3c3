import { CodedError, type Logger } from '#platform'
import { parseComponentWit, type WitFunction, type WitWorld } from '#wit'

import type { CompiledComponent, CompiledStore } from './compiled-store.ts'
import { type FromInspectProcess, parseFromInspectProcess, type ToInspectProcess } from './protocol.ts'
import { SandboxProcess } from './sandbox-process.ts'

/** Time to read and transpile one component, in milliseconds. A 12 MB component takes about 2 s. */
const INSPECT_TIMEOUT_MS = 120_000

/** Memory of jco's own tools while they work. */
const INSPECT_MEMORY_BYTES = 2 * 1024 * 1024 * 1024

/** What a component says of itself, and where it lies ready to run. */
export interface Inspection {
  readonly world: WitWorld
  /** The custom section `package-docs`, raw, or null. */
  readonly packageDocs: Uint8Array | null
  readonly compiled: CompiledComponent
}

/** A stranger's file and the digest of its bytes. */
export interface ComponentFile {
  readonly path: string
  readonly digest: string
}

interface InspectOptions {
  readonly store: CompiledStore
  readonly toolFolders: readonly string[]
  readonly logger: Logger
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads a component's WIT and makes it ready to run, in a process that may read this one file and write one folder.
 *
 * @throws CodedError `COMPONENT_INVALID`, `COMPONENT_IMPORTS_UNKNOWN`, `WIT_INVALID`, `WIT_TOO_LARGE`, `CANCELLED`
 */
export async function inspectComponent(file: ComponentFile, options: InspectOptions): Promise<Inspection> {
  const folder = await options.store.begin()
  const inspector = new Inspector({ file, folder, options })
  try {
    const inspected = await inspector.ask({ kind: 'inspect', file: file.path })
    if (inspected.kind !== 'inspected') throw unexpected(inspected)
    const world = parseComponentWit(inspected.wit)
    const transpiled = await inspector.ask({
      kind: 'transpile',
      folder,
      imports: world.imports,
      exports: world.functions.map(exportName),
    })
    if (transpiled.kind !== 'transpiled') throw unexpected(transpiled)
    const compiled = await options.store.keep(folder, file.digest, transpiled.files)
    return { world, packageDocs: inspected.packageDocs, compiled }
  } finally {
    inspector.close()
    await options.store.discard(folder)
  }
}

function exportName({ interface: name, name: functionName }: WitFunction): string {
  return name === null ? functionName : `${name}#${functionName}`
}

function unexpected(answer: FromInspectProcess): CodedError {
  if (answer.kind !== 'inspect-failed') {
    return new CodedError(
      'COMPONENT_INVALID',
      'The component could not be inspected: its answer makes no sense',
    )
  }
  return answer.reason === 'unknown-imports'
    ? new CodedError(
        'COMPONENT_IMPORTS_UNKNOWN',
        `The component imports what this host does not offer: ${answer.message}; build it against WASI 0.2 or 0.3`,
      )
    : new CodedError('COMPONENT_INVALID', `This is not a component that can be run: ${answer.message}`)
}

/** The inspection process, asked one question at a time. */
class Inspector {
  readonly #process: SandboxProcess
  readonly #signal: AbortSignal | undefined
  readonly #timer: NodeJS.Timeout
  #answer: (message: unknown) => void = () => {}
  #timedOut = false

  constructor({ file, folder, options }: { file: ComponentFile; folder: string; options: InspectOptions }) {
    this.#process = new SandboxProcess(
      {
        entry: 'inspect-main',
        readable: [...options.toolFolders, file.path],
        writable: [folder],
        memoryBytes: INSPECT_MEMORY_BYTES,
        logger: options.logger,
      },
      (message) => this.#answer(message),
    )
    this.#signal = options.signal
    this.#signal?.addEventListener('abort', this.#kill)
    this.#timer = setTimeout(() => {
      this.#timedOut = true
      this.#kill()
    }, INSPECT_TIMEOUT_MS)
  }

  async ask(question: ToInspectProcess): Promise<FromInspectProcess> {
    const answered = new Promise<unknown>((resolve) => (this.#answer = resolve))
    this.#process.send(question)
    const ended = this.#process.ended.then((how) => ({ ended: how }))
    const first = await Promise.race([answered.then((message) => ({ message })), ended])
    if ('ended' in first) throw this.#describeEnd(first.ended)
    const answer = parseFromInspectProcess(first.message)
    if (answer === null)
      throw new CodedError('COMPONENT_INVALID', 'The inspection of the component was taken over')
    return answer
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#signal?.removeEventListener('abort', this.#kill)
    this.#process.kill()
  }

  readonly #kill = (): void => this.#process.kill()

  #describeEnd(how: string): CodedError {
    if (this.#signal?.aborted === true) return new CodedError('CANCELLED', 'The load was cancelled')
    const why = this.#timedOut ? `it took longer than ${INSPECT_TIMEOUT_MS / 1000} s` : how
    return new CodedError('COMPONENT_INVALID', `The component could not be inspected: ${why}`)
  }
}
