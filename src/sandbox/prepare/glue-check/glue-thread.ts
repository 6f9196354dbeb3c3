import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'

import { CodedError } from '#platform'

import { inspectionEnd } from '../inspection-error.ts'

/** The door of this room, wherever the build has put this module. */
const ROOM = import.meta.resolve('#sandbox')

const ENTRY = new URL(`./prepare/glue-check/check-glue-main${extname(ROOM)}`, ROOM)

/** One that runs out of memory ends alone. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }

/** A megabyte takes about half a second. */
const TIMEOUT_MS = 120_000

/**
 * A thread that reads generated code, started while that is still made.
 *
 * In the server, for the process that generates it has read a stranger's bytes and could leave this out.
 */
export class GlueThread implements AsyncDisposable {
  readonly #worker = new Worker(ENTRY, { resourceLimits: RESOURCE_LIMITS, env: {} })
  #failure: Error | null = null

  constructor() {
    // Before anybody asks it something there is nobody to tell
    this.#worker.on('error', (error: Error) => (this.#failure ??= error))
    this.#worker.unref()
  }

  /** Refuses code that is not what the generator writes. @throws CodedError `COMPONENT_INVALID`, `CANCELLED` */
  async assertGlue(path: string, signal?: AbortSignal): Promise<void> {
    const deadline = AbortSignal.timeout(TIMEOUT_MS)
    const stop = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
    try {
      if (this.#failure !== null) throw this.#failure
      this.#worker.ref()
      const answered = once(this.#worker, 'message', { signal: stop })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
      this.#worker.postMessage(path)
      const [why]: unknown[] = await answered
      if (why !== null) throw unexpected(typeof why === 'string' ? why : 'it was not read')
    } catch (error) {
      if (error instanceof CodedError) throw error
      if (signal?.aborted === true) throw inspectionEnd({ limit: 'cancelled' })
      throw unexpected(error instanceof Error ? error.message : String(error))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate()
  }
}

function unexpected(why: string): CodedError {
  return new CodedError(
    'COMPONENT_INVALID',
    `The component cannot be run, for what is generated from it is not what is expected: ${why}`,
  )
}
