import { adviseNode, setNodeSize } from '../filesystem/file-operations.ts'
import type { DescriptorStat, DescriptorType, MetadataHash } from '../filesystem/file-stat.ts'
import { InstanceFiles } from '../filesystem/instance-files.ts'
import type { DirectoryEntry } from '../filesystem/listing.ts'
import type { NewTimestamp } from '../filesystem/new-times.ts'
import {
  closeNode,
  hashNode,
  isSameNode,
  nodeFlags,
  nodeType,
  requireFolder,
  setNodeTimes,
  statNode,
} from '../filesystem/node-operations.ts'
import type { DescriptorFlags, Node, OpenFlags, PathFlags } from '../filesystem/node.ts'
import { openNode } from '../filesystem/open-node.ts'
import * as paths from '../filesystem/path-operations.ts'
import { preopensOf } from '../filesystem/preopens.ts'
import type { GuestContext } from '../guest-context.ts'
import { answer, type Case, type FileResult, withTypeCase } from './file-result.ts'
import { appendTo, entriesIn, type Reading, readFrom, writeTo } from './file-streams.ts'
import type { GuestStream } from './guest-stream.ts'

/** `wasi:filesystem/types` `descriptor` of 0.3. */
class Descriptor {
  readonly #files: InstanceFiles
  readonly #node: Node

  constructor(files: InstanceFiles, node: Node) {
    this.#files = files
    this.#node = node
  }

  readViaStream(offset: bigint): Reading<Uint8Array> {
    return readFrom(this.#node, offset)
  }

  writeViaStream(data: GuestStream, offset: bigint): Promise<FileResult> {
    return writeTo(this.#node, data, offset)
  }

  appendViaStream(data: GuestStream): Promise<FileResult> {
    return appendTo(this.#files, this.#node, data)
  }

  readDirectory(): Reading<DirectoryEntry<Case<DescriptorType>>> {
    return entriesIn(this.#files, this.#node)
  }

  advise(): Promise<void> {
    return answer(() => adviseNode(this.#node))
  }

  /** As in 0.2: Node has no `fsync` under its permission model. */
  async syncData(): Promise<void> {}

  async sync(): Promise<void> {}

  getFlags(): Promise<DescriptorFlags> {
    return answer(() => nodeFlags(this.#files, this.#node))
  }

  async getType(): Promise<Case<DescriptorType>> {
    return { tag: nodeType(this.#node) }
  }

  setSize(size: bigint): Promise<void> {
    return answer(() => setNodeSize(this.#node, size))
  }

  setTimes(access: NewTimestamp, modification: NewTimestamp): Promise<void> {
    return answer(() => setNodeTimes(this.#files, this.#node, { access, modification }))
  }

  createDirectoryAt(path: string): Promise<void> {
    return answer(() => paths.createFolderAt(this.#files, this.#target(path)))
  }

  stat(): Promise<DescriptorStat<Case<DescriptorType>>> {
    return answer(() => withTypeCase(statNode(this.#files, this.#node)))
  }

  statAt(flags: PathFlags, path: string): Promise<DescriptorStat<Case<DescriptorType>>> {
    return answer(() => withTypeCase(paths.statAt(this.#files, this.#target(path, flags))))
  }

  // oxlint-disable-next-line max-params -- as WASI has it
  setTimesAt(
    flags: PathFlags,
    path: string,
    access: NewTimestamp,
    modification: NewTimestamp,
  ): Promise<void> {
    return answer(() => paths.setTimesAt(this.#files, this.#target(path, flags), { access, modification }))
  }

  linkAt(): Promise<never> {
    return answer(paths.refuseLink)
  }

  // oxlint-disable-next-line max-params -- as WASI has it
  openAt(
    pathFlags: PathFlags,
    path: string,
    openFlags: OpenFlags,
    flags: DescriptorFlags,
  ): Promise<Descriptor> {
    return answer(() => {
      const { place } = requireFolder(this.#node)
      return new Descriptor(this.#files, openNode(this.#files, place, { pathFlags, path, openFlags, flags }))
    })
  }

  readlinkAt(path: string): Promise<string> {
    return answer(() => paths.readLinkAt(this.#files, this.#target(path)))
  }

  removeDirectoryAt(path: string): Promise<void> {
    return answer(() => paths.removeFolderAt(this.#files, this.#target(path)))
  }

  renameAt(oldPath: string, newDescriptor: Descriptor, newPath: string): Promise<void> {
    return answer(() => paths.renameAt(this.#files, this.#target(oldPath), newDescriptor.#target(newPath)))
  }

  symlinkAt(): Promise<never> {
    return answer(paths.refuseLink)
  }

  unlinkFileAt(path: string): Promise<void> {
    return answer(() => paths.unlinkAt(this.#files, this.#target(path)))
  }

  async isSameObject(other: Descriptor): Promise<boolean> {
    return isSameNode(this.#files, this.#node, other.#node)
  }

  metadataHash(): Promise<MetadataHash> {
    return answer(() => hashNode(this.#files, this.#node))
  }

  metadataHashAt(flags: PathFlags, path: string): Promise<MetadataHash> {
    return answer(() => paths.hashAt(this.#files, this.#target(path, flags)))
  }

  [Symbol.dispose](): void {
    closeNode(this.#files, this.#node)
  }

  #target(path: string, flags: PathFlags = {}): paths.Target {
    return { place: requireFolder(this.#node).place, path, flags }
  }
}

/** The imports of `wasi:filesystem` 0.3: what `guest.files` grants, and nothing without it. */
export function createFilesystem3(guest: GuestContext): Record<string, object> {
  const preopens = guest.files === undefined ? () => [] : preopensIn(new InstanceFiles(guest.files, guest))
  return {
    'wasi:filesystem/preopens': { getDirectories: preopens },
    'wasi:filesystem/types': { Descriptor },
  }
}

function preopensIn(files: InstanceFiles): () => [Descriptor, string][] {
  return () =>
    preopensOf(files).map(({ path, place }) => [new Descriptor(files, { kind: 'folder', place }), path])
}
