import { WitError } from '../wit-error.ts'

/** `wasi:keyvalue/store` `error`. */
export type StoreError =
  | { readonly tag: 'no-such-store' }
  | { readonly tag: 'access-denied' }
  | { readonly tag: 'other'; readonly val: string }

/** What a function of `wasi:keyvalue` throws. */
export function storeError(error: StoreError): WitError<StoreError> {
  return new WitError(error)
}

/** An error that has no case of its own. */
export function otherError(message: string): WitError<StoreError> {
  return storeError({ tag: 'other', val: message })
}
