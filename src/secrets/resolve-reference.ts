import { readFile } from 'node:fs/promises'

import { CodedError, describeError } from '#platform'

import type { Keychain } from './keychain/keychain.ts'
import type { SecretReference } from './secret-reference.ts'

/** What references are looked up in. */
export interface ReferenceSources {
  readonly environment: Readonly<Record<string, string>>
  readonly findKeychain: () => Promise<Keychain | null>
}

/** Finds the value behind a reference. @throws CodedError `SECRET_UNRESOLVED`, `KEYCHAIN_FAILED` */
export async function resolveReference(
  reference: SecretReference,
  { environment, findKeychain }: ReferenceSources,
): Promise<string> {
  switch (reference.kind) {
    case 'literal':
      return reference.value
    case 'env': {
      const value = environment[reference.name]
      if (value !== undefined) return value
      throw unresolved(`the variable '${reference.name}' is not set: set it where the server is started`)
    }
    case 'file':
      return readSecretFile(reference.path)
    case 'keychain': {
      const keychain = await findKeychain()
      if (keychain === null) throw unresolved('no keychain was found: install secret-tool, or set it anew')
      const value = await keychain.read(reference)
      if (value !== null) return value
      throw unresolved(
        `${keychain.name} has no '${reference.service}/${reference.account}': unlock it, or set it anew`,
      )
    }
  }
}

async function readSecretFile(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8')
    return text.replace(/\r?\n$/, '')
  } catch (error) {
    throw unresolved(`'${path}' cannot be read: ${describeError(error)}`)
  }
}

function unresolved(reason: string): CodedError {
  return new CodedError('SECRET_UNRESOLVED', `The secret has no value, for ${reason}`)
}
