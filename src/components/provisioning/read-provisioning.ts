import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'

import { CodedError, describeError } from '#platform'

import { parseProvisioning } from './parse-provisioning.ts'
import type { Provisioning } from './provisioning.ts'

/** A person writes it. */
const MAX_BYTES = 1024 * 1024

/** Reads the file of `--manifest`. @throws CodedError `PROVISIONING_INVALID`, `PROVISIONING_NOT_READABLE` */
export async function readProvisioning(path: string): Promise<Provisioning> {
  const file = resolve(path)
  return parseProvisioning(await readText(file), file)
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file)
    if (size > MAX_BYTES) throw new Error(`it has ${size} bytes where ${MAX_BYTES} are allowed`)
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new CodedError(
      'PROVISIONING_NOT_READABLE',
      `The manifest '${file}' cannot be read: ${describeError(error)}; check the path after --manifest`,
      { cause: error },
    )
  }
}
