import { CodedError } from '#platform'

/** An archive that is refused whole, before anything of it is used. */
export function invalidArchive(path: string, reason: string): CodedError {
  return new CodedError(
    'BUNDLE_INVALID',
    `"${path}" is refused, and nothing of it was used: ${reason}; export it again with "wassette bundle export"`,
  )
}
