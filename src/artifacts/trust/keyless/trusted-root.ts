import { readFile } from 'node:fs/promises'

import { CodedError, describeError } from '#platform'

import type { KeylessVerifier } from './keyless-verifier.ts'

/**
 * Makes the verifier for a trusted root of Sigstore: of a file, or the public one that comes along.
 *
 * Loaded on demand: the libraries take longer to load than most signatures to verify.
 *
 * @throws CodedError `TRUSTED_ROOT_INVALID`
 */
export async function openKeylessVerifier(path: string | null): Promise<KeylessVerifier> {
  const { KeylessVerifier: Verifier } = await import('./keyless-verifier.ts')
  if (path === null) {
    const { default: root } = await import('./public-good-root.json', { with: { type: 'json' } })
    return new Verifier(root)
  }
  try {
    return new Verifier(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    throw new CodedError(
      'TRUSTED_ROOT_INVALID',
      `"${path}" is no trusted root of Sigstore (${describeError(error)}): take the file "trusted_root.json" of your Sigstore, or leave the setting out for the public one`,
    )
  }
}
