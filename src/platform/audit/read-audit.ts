import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

import { KEPT_FILES } from './audit-file.ts'
import { statIfAt } from './stat-if-at.ts'

const CHUNK_BYTES = 64 * 1024
const POLL_MS = 200

/** How to read. */
export interface ReadAuditOptions {
  /** Goes on with what is written later, until `signal` fires. */
  readonly follow?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** The lines of an audit, the files that were set aside first. */
export async function* readAudit(path: string, options: ReadAuditOptions = {}): AsyncGenerator<string> {
  const older = Array.from({ length: KEPT_FILES }, (_, index) => `${path}.${KEPT_FILES - index}`)
  for (const file of older) yield* linesOf(file, {})
  yield* linesOf(path, options)
}

async function* linesOf(path: string, options: ReadAuditOptions): AsyncGenerator<string> {
  let rest = Buffer.alloc(0)
  for await (const chunk of chunksOf(path, options)) {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      yield rest.toString('utf8', 0, end)
      rest = rest.subarray(end + 1)
    }
  }
}

async function* chunksOf(path: string, { follow = false, signal }: ReadAuditOptions): AsyncGenerator<Buffer> {
  let file = await openIfThere(path)
  try {
    for (;;) {
      // Asked before the last read: what is written to a file before it is set aside is read here.
      const isOver = file !== null && statIfAt(file, path) === null
      if (file !== null) yield* readOn(file)
      if (!follow || signal?.aborted === true) return
      if (isOver || file === null) {
        await file?.close()
        file = await openIfThere(path)
      }
      await sleep(POLL_MS, undefined, { signal }).catch(() => {})
    }
  } finally {
    await file?.close()
  }
}

/** Everything from where the last read ended. */
async function* readOn(file: FileHandle): AsyncGenerator<Buffer> {
  for (;;) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, null)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}

function openIfThere(path: string): Promise<FileHandle | null> {
  return open(path, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
}
