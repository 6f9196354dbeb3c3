import { constants } from 'node:fs'

import { boundedLength } from '../bounded-length.ts'
import { FileError } from './error-code.ts'
import { FileSink } from './file-sink.ts'
import { FileSource } from './file-source.ts'
import type { InstanceFiles } from './instance-files.ts'
import type { DescriptorFlags, FileNode, Node } from './node.ts'
import { OpenFile, openFileHooks } from './open-file.ts'

/** `read-via-stream`. A stream counts like an open file: it keeps a buffer. */
export function sourceOf(files: InstanceFiles, node: Node, offset: bigint): FileSource {
  const file = fileWith(node, 'read')
  return files.open.add(() => new FileSource(files.open, file, offset))
}

/** `write-via-stream`. */
export function sinkOf(files: InstanceFiles, node: Node, offset: bigint): FileSink {
  const file = fileWith(node, 'write')
  return files.open.add(() => new FileSink(files.open, file, offset))
}

/** `append-via-stream`: the kernel finds the end for each write, also when somebody else appends too. */
export function appendingSinkOf(files: InstanceFiles, node: Node): FileSink {
  const file = openToAppend(files, node)
  const sink = files.open.add(() => new FileSink(files.open, file, null))
  // The sink alone uses it.
  file.release()
  return sink
}

/** The file once more, so that each write goes to its end. The caller releases it. */
export function openToAppend(files: InstanceFiles, node: Node): OpenFile {
  const { held } = fileWith(node, 'write')
  const { path } = requireFile(node)
  const mode = constants.O_WRONLY | constants.O_APPEND
  return files.open.add(() => new OpenFile(files.handles.open(held, mode), openFileHooks(files, path)))
}

/** `read`: what was read, and whether the file ends there. */
export async function readNode(node: Node, length: bigint, offset: bigint): Promise<[Uint8Array, boolean]> {
  const file = fileWith(node, 'read')
  const left = file.stat().size - offset
  const wanted = boundedLength(left < 0n ? 0n : length < left ? length : left)
  const bytes = await file.read(new Uint8Array(wanted), offset)
  return [bytes, offset + BigInt(bytes.length) >= file.stat().size]
}

/** `write`: how much was written, which is all of it. */
export async function writeNode(node: Node, bytes: Uint8Array, offset: bigint): Promise<bigint> {
  await fileWith(node, 'write').write(bytes, offset)
  return BigInt(bytes.length)
}

/** `set-size`. */
export function setNodeSize(node: Node, size: bigint): void {
  fileWith(node, 'write').setSize(size)
}

/** `advise` changes nothing here; a folder has no use for advice. */
export function adviseNode(node: Node): void {
  requireFile(node)
}

/** The open file of a node. @throws FileError `bad-descriptor` when it was opened without that right */
export function fileWith(node: Node, right: keyof Pick<DescriptorFlags, 'read' | 'write'>): OpenFile {
  const { file, flags } = requireFile(node)
  const isReader = flags.read === true || flags.write !== true
  if (right === 'read' ? !isReader : flags.write !== true) throw new FileError('bad-descriptor')
  return file
}

function requireFile(node: Node): FileNode {
  if (node.kind === 'folder') throw new FileError('is-directory')
  return node
}
