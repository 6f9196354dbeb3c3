import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'

import { CodedError } from '#platform'

import { abortError } from './abort-error.ts'
import { assertComponentPreamble } from './component-preamble.ts'
import type { FetchedArtifact, FetcherParts } from './fetcher.ts'
import type { FileReference } from './references/reference.ts'
import { systemCode } from './store/store-error.ts'
import { idOfFile } from './references/suggested-id.ts'
import type { FetchOptions } from './verified-artifact.ts'

const CHUNK_BYTES = 1024 * 1024

/**
 * Copies a component file into the content store.
 *
 * @throws CodedError `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `TOO_LARGE`, `NOT_A_COMPONENT`, `CANCELLED`, `STORE_FULL`, …
 */
export async function fetchFile(
  { path }: FileReference,
  parts: FetcherParts,
  options: FetchOptions,
): Promise<FetchedArtifact> {
  await using file = await openFile(path)
  const { size } = await file.stat()
  if (size > parts.maxComponentBytes) throw tooLarge(path, parts.maxComponentBytes)
  await using writer = await parts.store.startBlob()
  for await (const chunk of chunksOf(file, options.signal)) {
    if (writer.size + chunk.length > parts.maxComponentBytes) throw tooLarge(path, parts.maxComponentBytes)
    await writer.write(chunk)
    options.onProgress?.({ message: `Reading ${path}`, done: writer.size, total: size })
  }
  assertComponentPreamble(writer.head, path)
  const blob = await writer.commit(null)
  return {
    suggestedId: idOfFile(path),
    digest: blob.digest,
    size: blob.size,
    path: blob.path,
    source: { kind: 'file', path },
    policy: null,
    signer: null,
  }
}

async function openFile(path: string): Promise<FileHandle> {
  // Without O_NONBLOCK a named pipe would keep us waiting for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw openError(error, path)
  })
  const isFile = await file.stat().then((entry) => entry.isFile())
  if (isFile) return file
  await file.close()
  throw new CodedError('FILE_NOT_READABLE', `"${path}" is not a file: name the component file itself`)
}

function openError(error: unknown, path: string): CodedError {
  const code = systemCode(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new CodedError('FILE_NOT_FOUND', `Component path does not exist: "${path}"; check its spelling`)
  }
  return new CodedError(
    'FILE_NOT_READABLE',
    `"${path}" cannot be read (${code ?? 'unknown'}): check its permissions`,
    {
      cause: error,
    },
  )
}

async function* chunksOf(file: FileHandle, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  for (;;) {
    if (signal?.aborted) throw abortError(signal)
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}

function tooLarge(path: string, limit: number): CodedError {
  return new CodedError(
    'TOO_LARGE',
    `"${path}" is larger than the ${limit} bytes that are allowed: raise the limit`,
  )
}
