import type { DescriptorType } from '../filesystem/file-stat.ts'
import { fileWith, openToAppend } from '../filesystem/file-operations.ts'
import type { InstanceFiles } from '../filesystem/instance-files.ts'
import { type DirectoryEntry, openListing } from '../filesystem/listing.ts'
import { requireFolder } from '../filesystem/node-operations.ts'
import type { Node } from '../filesystem/node.ts'
import type { OpenFile } from '../filesystem/open-file.ts'
import { type Case, DONE, failed, type FileResult, withTypeCase } from './file-result.ts'
import { chunksOf, type GuestStream } from './guest-stream.ts'

/** How many bytes a guest is given at once. */
const CHUNK_BYTES = 256 * 1024

/** A stream that the guest reads, and a future that says how it ended. */
export type Reading<Item> = [AsyncIterable<Item>, Promise<FileResult>]

/** `read-via-stream`: each chunk is read when the guest wants it. */
export function readFrom(node: Node, offset: bigint): Reading<Uint8Array> {
  return reading(() => chunksFrom(fileWith(node, 'read'), offset))
}

/** `read-directory`. */
export function entriesIn(files: InstanceFiles, node: Node): Reading<DirectoryEntry<Case<DescriptorType>>> {
  return reading(() => listFolder(files, node))
}

/** `write-via-stream`. */
export async function writeTo(node: Node, data: GuestStream, offset: bigint): Promise<FileResult> {
  return writing(data, () => fileWith(node, 'write').share(), offset)
}

/** `append-via-stream`. */
export async function appendTo(files: InstanceFiles, node: Node, data: GuestStream): Promise<FileResult> {
  return writing(data, () => openToAppend(files, node), null)
}

/** An operation that fails ends its stream; the future tells why. */
function reading<Item>(start: () => AsyncGenerator<Item>): Reading<Item> {
  const end = Promise.withResolvers<FileResult>()
  const items = untilFailure(start, end.resolve)
  const drop = (): Promise<IteratorResult<Item>> => {
    // A generator that was never asked for anything does not hear that it is dropped.
    end.resolve(DONE)
    return items.return(undefined)
  }
  const iterator = { next: () => items.next(), return: drop }
  return [{ [Symbol.asyncIterator]: () => iterator }, end.promise]
}

async function* untilFailure<Item>(
  start: () => AsyncGenerator<Item>,
  settle: (result: FileResult) => void,
): AsyncGenerator<Item> {
  try {
    yield* start()
  } catch (error) {
    settle(failed(error))
  } finally {
    settle(DONE)
  }
}

async function* chunksFrom(file: OpenFile, start: bigint): AsyncGenerator<Uint8Array> {
  file.share()
  try {
    for (let offset = start; ;) {
      const bytes = await file.read(new Uint8Array(CHUNK_BYTES), offset)
      if (bytes.length === 0) return
      offset += BigInt(bytes.length)
      yield bytes
    }
  } finally {
    file.release()
  }
}

async function* listFolder(
  files: InstanceFiles,
  node: Node,
): AsyncGenerator<DirectoryEntry<Case<DescriptorType>>> {
  const listing = openListing(files, requireFolder(node).place)
  try {
    for (let entry = listing.next(); entry !== null; entry = listing.next()) yield withTypeCase(entry)
  } finally {
    files.open.close(listing)
  }
}

async function writing(data: GuestStream, open: () => OpenFile, start: bigint | null): Promise<FileResult> {
  try {
    await writeAll(data, openFor(data, open), start)
    return DONE
  } catch (error) {
    return failed(error)
  }
}

/** A guest that writes waits for ever where nobody reads or drops its stream. */
function openFor(data: GuestStream, open: () => OpenFile): OpenFile {
  try {
    return open()
  } catch (error) {
    data[Symbol.dispose]()
    throw error
  }
}

async function writeAll(data: GuestStream, file: OpenFile, start: bigint | null): Promise<void> {
  try {
    let offset = start
    for await (const bytes of chunksOf(data)) {
      await file.write(bytes, offset)
      if (offset !== null) offset += BigInt(bytes.length)
    }
  } finally {
    file.release()
  }
}
