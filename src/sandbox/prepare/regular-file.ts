import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

const CHUNK_BYTES = 1024 * 1024

/** Opens a file to read it. A pipe without a writer would never open, and a device never end. @throws Error of `node:fs` */
export async function openRegular(path: string, flags = 0): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | flags)
  try {
    if ((await file.stat()).isFile()) return file
  } catch (error) {
    await file.close()
    throw error
  }
  await file.close()
  throw new Error(`'${path}' is no regular file`)
}

/** Hashes a file that is no link, in pieces; `sha256` as hex. @throws Error of `node:fs` */
export async function hashRegular(path: string): Promise<string> {
  await using file = await openRegular(path, constants.O_NOFOLLOW)
  return await hashOf(file)
}

/** Hashes what is left of an open file; `sha256` as hex. */
export async function hashOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of piecesOf(file)) hash.update(piece)
  return hash.digest('hex')
}

/** The bytes of a file in pieces of one MiB; each is good until the next is asked for. */
export async function* piecesOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  const { size } = await file.stat()
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(size, 1)))
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}
