import { CodedError } from '#platform'

/** The error for a host inside the network that nobody has named: a model must not look around there. */
export function addressRefused(host: string): CodedError {
  return new CodedError(
    'ADDRESS_REFUSED',
    `"${host}" is an address inside your network, and a model may have chosen it: if it is your registry, add it to "allow" of [registries] in the configuration`,
  )
}
