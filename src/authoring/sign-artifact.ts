import type { FetchOptions, Signatures, SignResult } from '#artifacts'

import { readWhole } from './component-file.ts'

/** What to sign with which key. */
export interface SignRequest {
  readonly reference: string
  /** Path of a private key in PEM form. */
  readonly keyFile: string
  /** Asked when the key is encrypted. */
  readonly passphrase: () => Promise<string>
}

/** The longest RSA key there is takes a hundredth of it. */
const MAX_KEY_BYTES = 64 * 1024

/** Signs an artifact in a registry with the key of a file. @throws CodedError `FILE_NOT_READABLE`, and as `Signatures.sign` */
export async function signArtifact(
  { signatures, created }: { readonly signatures: Signatures; readonly created: Date },
  { reference, keyFile, passphrase }: SignRequest,
  options: FetchOptions,
): Promise<SignResult> {
  const pem = Buffer.from(await readWhole(keyFile, MAX_KEY_BYTES)).toString('utf8')
  return signatures.sign(reference, { pem, source: keyFile, passphrase, created }, options)
}
