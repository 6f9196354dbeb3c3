import { CodedError } from '#platform'

import { parseIpAddress, printIpAddress } from './ip-address.ts'

const MAX_NAME_LENGTH = 253
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/
/** Userinfo, paths, escapes and zones are no part of a host: each has let a name be read in two ways. */
const NOT_IN_A_HOST = /[\s\p{Cc}@/\\?#%<>^|*]/u

/**
 * The one text of a host: lower case, IDN as ASCII, no dot at its end, decimal, octal and hexadecimal addresses dotted,
 * IPv4-mapped IPv6 as IPv4, IPv6 without brackets.
 *
 * @throws CodedError `HOST_INVALID`
 */
export function normalizeHost(text: string): string {
  if (text === '' || NOT_IN_A_HOST.test(text)) throw invalid(text)
  const literal = parseIpAddress(text.replace(/^\[(.*)\]$/, '$1'))
  if (literal !== null) return printIpAddress(literal)
  // What is left of a colon would be a port.
  if (text.includes(':')) throw invalid(text)
  const name = URL.parse(`http://${text}`)?.hostname.replace(/\.$/, '') ?? ''
  const address = parseIpAddress(name)
  if (address !== null) return printIpAddress(address)
  const isName = name.length <= MAX_NAME_LENGTH && name.split('.').every((label) => LABEL.test(label))
  if (!isName) throw invalid(text)
  return name
}

function invalid(text: string): CodedError {
  const shown = JSON.stringify(text.slice(0, MAX_NAME_LENGTH))
  return new CodedError('HOST_INVALID', `${shown} is no host, write a name such as 'api.example.com'`)
}
