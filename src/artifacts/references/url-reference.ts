import { CodedError } from '#platform'

import type { UrlReference } from './reference.ts'

/**
 * Reads an `https://` or `http://` address; whether plain http may be used is decided when it is sent.
 *
 * @throws CodedError `REFERENCE_INVALID`
 */
export function parseUrlReference(text: string): UrlReference {
  const url = URL.parse(text)
  if (url === null)
    throw new CodedError('REFERENCE_INVALID', `"${text}" is not a valid address: check its host`)
  if (url.username !== '' || url.password !== '') {
    throw new CodedError(
      'REFERENCE_INVALID',
      `The address of "${url.host}" holds a user name or password, which would end in logs: leave them out`,
    )
  }
  url.hash = ''
  return { kind: 'https', url }
}

/** An address that may be shown and logged: signed download addresses carry their secret in the query. */
export function displayUrl(url: URL): string {
  return url.origin + url.pathname
}
