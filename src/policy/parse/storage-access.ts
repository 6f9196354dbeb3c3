import { CodedError } from '#platform'

import type { PathAccess } from '../path-pattern.ts'

/** Parses a list of `read` and `write`. @throws CodedError `ACCESS_INVALID` */
export function parseAccess(texts: readonly string[]): readonly PathAccess[] {
  if (texts.length === 0) throw new CodedError('ACCESS_INVALID', 'Storage access cannot be empty')
  const access = texts.map(parseOne)
  return (['read', 'write'] as const).filter((item) => access.includes(item))
}

function parseOne(text: string): PathAccess {
  if (text === 'read' || text === 'write') return text
  throw new CodedError('ACCESS_INVALID', `Invalid access type: ${text}`)
}
