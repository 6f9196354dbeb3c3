import { InputStream } from '../io/input-stream.ts'
import { OutputStream } from '../io/output-stream.ts'
import { WitError } from '../wit-error.ts'
import { type ErrorCode, errorCodeOf } from './error-code.ts'
import {
  adviseNode,
  appendingSinkOf,
  readNode,
  setNodeSize,
  sinkOf,
  sourceOf,
  writeNode,
} from './file-operations.ts'
import type { DescriptorStat, DescriptorType, MetadataHash } from './file-stat.ts'
import type { InstanceFiles } from './instance-files.ts'
import { type DirectoryEntry, type Listing, openListing } from './listing.ts'
import type { NewTimestamp } from './new-times.ts'
import {
  closeNode,
  hashNode,
  isSameNode,
  nodeFlags,
  nodeType,
  requireFolder,
  setNodeTimes,
  statNode,
} from './node-operations.ts'
import type { DescriptorFlags, Node, OpenFlags, PathFlags } from './node.ts'
import { openNode } from './open-node.ts'
import * as paths from './path-operations.ts'

/** `wasi:filesystem/types` `descriptor` of 0.2. */
export class Descriptor {
  readonly #files: InstanceFiles
  readonly #node: Node

  constructor(files: InstanceFiles, node: Node) {
    this.#files = files
    this.#node = node
  }

  readViaStream(offset: bigint): InputStream {
    return answer(() => new InputStream(sourceOf(this.#files, this.#node, offset)))
  }

  writeViaStream(offset: bigint): OutputStream {
    return answer(() => new OutputStream(sinkOf(this.#files, this.#node, offset)))
  }

  appendViaStream(): OutputStream {
    return answer(() => new OutputStream(appendingSinkOf(this.#files, this.#node)))
  }

  advise(): void {
    answer(() => adviseNode(this.#node))
  }

  /** Node has no `fsync` under its permission model: what was written is with the kernel, which writes it down later. */
  syncData(): void {}

  sync(): void {}

  getFlags(): DescriptorFlags {
    return answer(() => nodeFlags(this.#files, this.#node))
  }

  getType(): DescriptorType {
    return nodeType(this.#node)
  }

  setSize(size: bigint): void {
    answer(() => setNodeSize(this.#node, size))
  }

  setTimes(access: NewTimestamp, modification: NewTimestamp): void {
    answer(() => setNodeTimes(this.#files, this.#node, { access, modification }))
  }

  read(length: bigint, offset: bigint): Promise<[Uint8Array, boolean]> {
    return answerLater(() => readNode(this.#node, length, offset))
  }

  write(bytes: Uint8Array, offset: bigint): Promise<bigint> {
    return answerLater(() => writeNode(this.#node, bytes, offset))
  }

  readDirectory(): DirectoryEntryStream {
    return answer(
      () => new DirectoryEntryStream(this.#files, openListing(this.#files, requireFolder(this.#node).place)),
    )
  }

  createDirectoryAt(path: string): void {
    answer(() => paths.createFolderAt(this.#files, this.#target(path)))
  }

  stat(): DescriptorStat {
    return answer(() => statNode(this.#files, this.#node))
  }

  statAt(flags: PathFlags, path: string): DescriptorStat {
    return answer(() => paths.statAt(this.#files, this.#target(path, flags)))
  }

  // oxlint-disable-next-line max-params -- as WASI has it
  setTimesAt(flags: PathFlags, path: string, access: NewTimestamp, modification: NewTimestamp): void {
    answer(() => paths.setTimesAt(this.#files, this.#target(path, flags), { access, modification }))
  }

  linkAt(): never {
    return answer(paths.refuseLink)
  }

  // oxlint-disable-next-line max-params -- as WASI has it
  openAt(pathFlags: PathFlags, path: string, openFlags: OpenFlags, flags: DescriptorFlags): Descriptor {
    return answer(() => {
      const { place } = requireFolder(this.#node)
      return new Descriptor(this.#files, openNode(this.#files, place, { pathFlags, path, openFlags, flags }))
    })
  }

  readlinkAt(path: string): string {
    return answer(() => paths.readLinkAt(this.#files, this.#target(path)))
  }

  removeDirectoryAt(path: string): void {
    answer(() => paths.removeFolderAt(this.#files, this.#target(path)))
  }

  renameAt(oldPath: string, newDescriptor: Descriptor, newPath: string): void {
    answer(() => paths.renameAt(this.#files, this.#target(oldPath), newDescriptor.#target(newPath)))
  }

  symlinkAt(): never {
    return answer(paths.refuseLink)
  }

  unlinkFileAt(path: string): void {
    answer(() => paths.unlinkAt(this.#files, this.#target(path)))
  }

  isSameObject(other: Descriptor): boolean {
    return isSameNode(this.#files, this.#node, other.#node)
  }

  metadataHash(): MetadataHash {
    return answer(() => hashNode(this.#files, this.#node))
  }

  metadataHashAt(flags: PathFlags, path: string): MetadataHash {
    return answer(() => paths.hashAt(this.#files, this.#target(path, flags)))
  }

  [Symbol.dispose](): void {
    closeNode(this.#files, this.#node)
  }

  #target(path: string, flags: PathFlags = {}): paths.Target {
    return { place: requireFolder(this.#node).place, path, flags }
  }
}

/** `wasi:filesystem/types` `directory-entry-stream`. */
export class DirectoryEntryStream {
  readonly #files: InstanceFiles
  readonly #listing: Listing

  constructor(files: InstanceFiles, listing: Listing) {
    this.#files = files
    this.#listing = listing
  }

  readDirectoryEntry(): DirectoryEntry | undefined {
    return answer(() => this.#listing.next() ?? undefined)
  }

  [Symbol.dispose](): void {
    this.#files.open.close(this.#listing)
  }
}

function answer<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    throw new WitError<ErrorCode>(errorCodeOf(error))
  }
}

async function answerLater<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    throw new WitError<ErrorCode>(errorCodeOf(error))
  }
}
