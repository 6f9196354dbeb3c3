import { isAbsolute } from 'node:path'

import { CodedError } from '#platform'

import type { FileReference } from './reference.ts'

/**
 * Reads what follows `file://`: an absolute path that ends in `.wasm`, taken literally as Wassette does.
 *
 * @throws CodedError `REFERENCE_INVALID`
 */
export function parseFileReference(path: string): FileReference {
  if (!isAbsolute(path) || path.includes('\0')) {
    throw new CodedError(
      'REFERENCE_INVALID',
      `Component path must be fully qualified: "file://${path}" is not; write file:// and then the path from the root, such as file:///home/user/name.wasm`,
    )
  }
  if (!path.endsWith('.wasm')) {
    throw new CodedError(
      'REFERENCE_INVALID',
      `Invalid file extension for component: "${path}" must have .wasm extension`,
    )
  }
  return { kind: 'file', path }
}
