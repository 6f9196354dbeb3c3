import { open } from 'node:fs/promises'

import { assertComponentPreamble } from '#artifacts'
import { CodedError, describeError } from '#platform'
import {
  type ComponentMetadata,
  type ComponentNames,
  readComponentMetadata,
  readComponentNames,
  readComponentWorld,
} from '#wit'

/** A component as its author has built it. */
export interface ComponentFile {
  readonly bytes: Uint8Array
  readonly names: ComponentNames
  readonly metadata: ComponentMetadata
}

/**
 * Reads a component and what it says about itself.
 *
 * @throws CodedError `FILE_NOT_READABLE`, `TOO_LARGE`, `NOT_A_COMPONENT` for core modules, WIT packages and anything else,
 *   `COMPONENT_INVALID`
 */
export async function readComponentFile(path: string, maxBytes: number): Promise<ComponentFile> {
  const bytes = await readWhole(path, maxBytes)
  assertComponentPreamble(bytes, path)
  if (readComponentWorld(bytes).functions.length === 0) {
    const text = `"${path}" exports no function: a WIT package cannot be called; build the component itself`
    throw new CodedError('NOT_A_COMPONENT', text)
  }
  return { bytes, names: readComponentNames(bytes), metadata: readComponentMetadata(bytes) }
}

/** Reads a file that a person named. @throws CodedError `FILE_NOT_READABLE`, `TOO_LARGE` */
export async function readWhole(path: string, limit: number): Promise<Uint8Array> {
  try {
    await using file = await open(path, 'r')
    const { size } = await file.stat()
    if (size > limit) {
      throw new CodedError(
        'TOO_LARGE',
        `"${path}" has ${size} bytes where ${limit} are allowed: make it smaller`,
      )
    }
    return await file.readFile()
  } catch (error) {
    if (error instanceof CodedError) throw error
    throw new CodedError(
      'FILE_NOT_READABLE',
      `"${path}" cannot be read: ${describeError(error)}; check the path`,
    )
  }
}
