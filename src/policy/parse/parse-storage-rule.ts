import { isCodedError } from '#platform'

import type { UnreadRule } from './parse-rule-set.ts'
import type { StorageRule } from '../policy.ts'
import { parseAccess } from './storage-access.ts'
import { parseStorageUri } from './storage-uri.ts'
import { invalidPart, listOf, textOf, within } from './yaml-part.ts'

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
  return { ...terms, uri, pattern, read: access.includes('read'), write: access.includes('write') }
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
