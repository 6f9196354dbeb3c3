import { createHash } from 'node:crypto'

import { CodedError } from '#platform'

import type { OpenComponent } from './component-file.ts'
import { refusalError } from './inspection-error.ts'
import type { InspectProcess } from './inspect-process.ts'
import type { MadeFiles } from './made-files.ts'
import { piecesOf } from './regular-file.ts'

type Inspector = Pick<InspectProcess, 'send' | 'next' | 'kill'>

type Made = Pick<MadeFiles, 'write' | 'hashes'>

/**
 * Gives a component to an inspection process, and writes what that makes of it.
 *
 * @throws CodedError `COMPONENT_INVALID`, `COMPONENT_IMPORTS_UNKNOWN`, `WIT_TOO_LARGE`, `DIGEST_MISMATCH`, `CANCELLED`
 */
export async function makeReady(
  component: OpenComponent,
  { process, made }: { readonly process: Inspector; readonly made: Made },
): Promise<ReadonlyMap<string, string>> {
  const given = give(component, process).catch((error: unknown) => {
    process.kill()
    throw error
  })
  const collected = collect(process, made)
  // Both have ended by the time that whoever asked removes the folder.
  await Promise.allSettled([given, collected])
  // Bytes that are not the right ones are no reason to say that the component is damaged.
  await given
  return collected
}

/** What is made is kept under the digest of the file: other bytes would answer in the name of these. */
async function give({ path, digest, size, file }: OpenComponent, process: Inspector): Promise<void> {
  const hash = createHash('sha256')
  await process.send({ kind: 'component', size })
  for await (const bytes of piecesOf(file)) {
    hash.update(bytes)
    await process.send({ kind: 'bytes', bytes })
  }
  assertDigest(path, { expected: digest, found: hash.digest('hex') })
}

async function collect(process: Inspector, made: Made): Promise<ReadonlyMap<string, string>> {
  for (;;) {
    const message = await process.next()
    if (message.kind === 'refused') throw refusalError(message)
    if (message.kind === 'made') break
    await made.write(message)
    await process.send({ kind: 'written' })
  }
  const { hashes } = made
  if (hashes === null)
    throw new CodedError('COMPONENT_INVALID', 'The component could not be made ready to run')
  return hashes
}

/** @throws CodedError `DIGEST_MISMATCH` */
export function assertDigest(
  path: string,
  { expected, found }: { readonly expected: string; readonly found: string },
): void {
  if (`sha256:${found}` === expected) return
  throw new CodedError('DIGEST_MISMATCH', `'${path}' is not what was installed, load the component again`)
}
