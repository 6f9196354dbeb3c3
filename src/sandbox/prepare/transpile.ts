import { CodedError, type Logger } from '#platform'

import type { Isolation } from '../isolation/isolation.ts'
import { cacheNotWritable } from './cache-not-writable.ts'
import {
  type FromTranspileProcess,
  parseFromTranspileProcess,
  type RefusalReason,
  TRANSPILE_FRAMES,
  type TranspileRequest,
} from '../protocol/transpile-protocol.ts'
import { SandboxProcess } from '../process/sandbox-process.ts'

/** Time to transpile one component, in milliseconds. A 12 MB component takes about 2 s. */
const TRANSPILE_TIMEOUT_MS = 120_000

/** Memory of jco's own tools while they work. */
const TRANSPILE_MEMORY_BYTES = 2 * 1024 * 1024 * 1024

interface TranspileOptions {
  readonly isolation: Isolation
  readonly toolFolders: readonly string[]
  readonly logger: Logger
  readonly signal?: AbortSignal | undefined
}

/**
 * Has a component turned into glue and core modules, in a process that may read and write the one folder with its file.
 *
 * Returns the names of the files in that folder.
 *
 * @throws CodedError `COMPONENT_INVALID`, `COMPONENT_IMPORTS_UNKNOWN`, `CACHE_NOT_WRITABLE`, `CANCELLED`
 */
export async function transpile(
  request: TranspileRequest,
  options: TranspileOptions,
): Promise<readonly string[]> {
  if (options.signal?.aborted === true) throw new CodedError('CANCELLED', 'The load was cancelled')
  const answered = Promise.withResolvers<unknown>()
  const launch = {
    entry: 'transpile-main' as const,
    frames: TRANSPILE_FRAMES,
    readable: [...options.toolFolders, request.folder],
    writable: [request.folder],
    memoryBytes: TRANSPILE_MEMORY_BYTES,
    isolation: options.isolation,
    logger: options.logger,
  }
  const process = new SandboxProcess(launch, answered.resolve)
  const deadline = AbortSignal.timeout(TRANSPILE_TIMEOUT_MS)
  const stop = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline])
  const kill = (): void => process.kill()
  stop.addEventListener('abort', kill)
  try {
    process.send(request)
    const ended = process.ended.then(({ how }) =>
      Promise.reject(describeEnd(how, { deadline, signal: options.signal })),
    )
    return filesOf(parseFromTranspileProcess(await Promise.race([answered.promise, ended])))
  } finally {
    stop.removeEventListener('abort', kill)
    process.kill()
  }
}

function filesOf(answer: FromTranspileProcess | null): readonly string[] {
  if (answer?.kind === 'transpiled') return answer.files
  throw refusal(answer?.reason ?? 'invalid', answer?.message ?? 'its answer makes no sense')
}

function refusal(reason: RefusalReason, said: string): CodedError {
  switch (reason) {
    case 'unknown-imports':
      return new CodedError(
        'COMPONENT_IMPORTS_UNKNOWN',
        `The component imports what this host does not offer: ${said}; build it against WASI 0.2 or 0.3`,
      )
    case 'not-written':
      return cacheNotWritable(said)
    case 'invalid':
      return new CodedError('COMPONENT_INVALID', `This is not a component that can be run: ${said}`)
  }
}

function describeEnd(
  how: string,
  { deadline, signal }: { readonly deadline: AbortSignal; readonly signal: AbortSignal | undefined },
): CodedError {
  if (signal?.aborted === true) return new CodedError('CANCELLED', 'The load was cancelled')
  const why = deadline.aborted ? `it took longer than ${TRANSPILE_TIMEOUT_MS / 1000} s` : how
  return new CodedError('COMPONENT_INVALID', `The component could not be made ready to run: ${why}`)
}
