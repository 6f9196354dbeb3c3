import { constants } from 'node:fs'

import { boundedLength } from '../bounded-length.ts'
import { FileError } from './error-code.ts'
import { FileSink } from './file-sink.ts'
import { FileSource } from './file-source.ts'
import type { InstanceFiles } from './instance-files.ts'
import type { DescriptorFlags, FileNode, Node } from './node.ts'
import { OpenFile } from './open-file.ts'

/** `read-via-stream`. */
export function sourceOf(node: Node, offset: bigint): FileSource {
  return new FileSource(fileWith(node, 'read').share(), offset)
}

/** `write-via-stream`. */
export function sinkOf(node: Node, offset: bigint): FileSink {
  return new FileSink(fileWith(node, 'write').share(), offset)
}

/** `append-via-stream`: the kernel finds the end for each write, also when somebody else appends too. */
export function appendingSinkOf(files: InstanceFiles, node: Node): FileSink {
  const { held } = fileWith(node, 'write')
  const mode = constants.O_WRONLY | constants.O_APPEND
  const file = files.open.add(
    () => new OpenFile(files.handles.open(held, mode), (unused) => files.open.close(unused)),
  )
  return new FileSink(file, null)
}

/** `read`: what was read, and whether the file ends there. */
export async function readNode(node: Node, length: bigint, offset: bigint): Promise<[Uint8Array, boolean]> {
  const file = fileWith(node, 'read')
  const wanted = boundedLength(length)
  const bytes = await file.read(wanted, offset)
  return [bytes, bytes.length < wanted || offset + BigInt(bytes.length) >= file.stat().size]
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

function fileWith(node: Node, right: keyof Pick<DescriptorFlags, 'read' | 'write'>): OpenFile {
  const { file, flags } = requireFile(node)
  const isReader = flags.read === true || flags.write !== true
  if (right === 'read' ? !isReader : flags.write !== true) throw new FileError('bad-descriptor')
  return file
}

function requireFile(node: Node): FileNode {
  if (node.kind === 'folder') throw new FileError('is-directory')
  return node
}
