import { CodedError, describeError, type SecretStorage } from '#platform'

import type { Keychain, KeychainItem } from './keychain/keychain.ts'
import { printLiteral } from './secret-reference.ts'

/** Where values may go. */
export interface ValuePlaces {
  readonly store: SecretStorage
  readonly findKeychain: () => Promise<Keychain | null>
}

/** What stands in the secrets file, and why it is the value itself where nobody asked for that. */
export interface KeptValue {
  readonly text: string
  readonly warning: string | null
}

/** Puts a value into the keychain where there is one that takes it, else leaves it for the file. @throws CodedError `KEYCHAIN_FAILED` when only a keychain will do */
export async function keepValue(
  item: KeychainItem,
  value: string,
  { store, findKeychain }: ValuePlaces,
): Promise<KeptValue> {
  if (store === 'file') return { text: printLiteral(value), warning: null }
  try {
    const keychain = await findKeychain()
    if (keychain === null) throw new CodedError('KEYCHAIN_FAILED', 'No keychain was found')
    await keychain.write(item, value)
    return { text: `keychain:${item.service}/${item.account}`, warning: null }
  } catch (error) {
    if (store === 'keychain') throw error
    return { text: printLiteral(value), warning: describeError(error) }
  }
}
