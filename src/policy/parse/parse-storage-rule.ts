import { isCodedError } from '#platform'

import type { UnreadRule } from './parse-rule-set.ts'
import type { StorageRule } from '../policy.ts'
import { parseAccess } from './storage-access.ts'
import { parseStorageUri } from './storage-uri.ts'
import type { KeyReader } from './key-reader.ts'
import { invalidPart, listOf, type Part, textOf, within } from './yaml-part.ts'

/** Parses `{uri, access}`. @throws CodedError `POLICY_INVALID` */
export function parseStorageRule({ keys, part, effect, terms }: UnreadRule): StorageRule {
  const uri = keys.takeText('uri')
  if (uri === null) throw invalidPart(part, "Missing 'uri' field for storage permission")
  const texts = listOf(keys.take('access'), 'access')?.map((item) => textOf(item, 'access')) ?? []
  const access = within(part, () => parseAccess(texts))
  const pattern = within(part, () =>
    patternOf(uri, {
      isDeny: effect === 'deny',
      warn: (message) => keys.warn(`${message} (line ${part.line})`),
    }),
  )
  // Of a deny every name counts: what it leads to is found anew at each start.
  const resolved = effect === 'deny' ? null : targetIn(keys, part)
  return { ...terms, uri, pattern, resolved, read: access.includes('read'), write: access.includes('write') }
}

function targetIn(keys: KeyReader, part: Part): string | null {
  const path = keys.takeText('resolved')
  if (path === null) return null
  const target = within(part, () => parseStorageUri(`fs://${path}`))
  // A path with a star in it is none that Node could open alone.
  if (target.includes('*')) throw invalidPart(part, "'resolved' is one path, without '*'")
  return target
}

/** Wassette takes relative paths, which mean nothing here: as an allow they do no harm, as a deny they would deceive. */
function patternOf(
  uri: string,
  { isDeny, warn }: { readonly isDeny: boolean; readonly warn: (message: string) => void },
): string | null {
  try {
    return parseStorageUri(uri)
  } catch (error) {
    if (isDeny || !isCodedError(error, 'STORAGE_URI_NOT_ABSOLUTE')) throw error
    warn(error.message)
    return null
  }
}
