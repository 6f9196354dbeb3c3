import type { FileHandle } from 'node:fs/promises'

import { CodedError } from '#platform'

import { openRegular } from './regular-file.ts'

/** The longest component file, in bytes, whatever the settings say: all of it is held in memory by the process that reads it. */
export const MAX_COMPONENT_BYTES = 1024 * 1024 * 1024

/** A stranger's file and the digest of its bytes. */
export interface ComponentFile {
  readonly path: string
  readonly digest: string
}

/** The same, opened to be read once. */
export interface OpenComponent extends ComponentFile {
  readonly size: number
  readonly file: FileHandle
}

/** Opens a component file, to be closed by whoever asked. @throws CodedError `COMPONENT_TOO_LARGE`, `COMPONENT_INVALID` */
export async function openComponent({ path, digest }: ComponentFile): Promise<OpenComponent> {
  const file = await openRegular(path)
  const { size } = await file.stat()
  if (size > 0 && size <= MAX_COMPONENT_BYTES) return { path, digest, size, file }
  await file.close()
  if (size === 0) throw new CodedError('COMPONENT_INVALID', `'${path}' is empty, load the component again`)
  throw new CodedError('COMPONENT_TOO_LARGE', `'${path}' has ${size} bytes, more than a component may have`)
}
