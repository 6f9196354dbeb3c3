import { CodedError } from '#platform'

const SCHEME = 'fs://'

/**
 * The absolute path pattern of a storage URI, without a slash at its end.
 *
 * @throws CodedError `STORAGE_URI_INVALID`; `STORAGE_URI_NOT_ABSOLUTE` for what is well-formed and names no absolute path
 */
export function parseStorageUri(uri: string): string {
  if (uri.trim() === '') throw invalid('Storage URI cannot be empty')
  checkSegments(uri)
  if (!uri.startsWith(SCHEME)) throw notAbsolute(uri, `write a path as '${SCHEME}/absolute/path'`)
  const path = uri.slice(SCHEME.length)
  if (!path.startsWith('/'))
    throw notAbsolute(uri, `the path has to be absolute, such as '${SCHEME}/work/data'`)
  return `/${segmentsOf(path).join('/')}`
}

function checkSegments(uri: string): void {
  for (const segment of segmentsOf(uri)) {
    if (segment === '..' || segment === '.')
      throw invalid(`Storage URI '${uri}' has '${segment}' in its path`)
    if (segment.includes('\0')) throw invalid('Storage URI has a NUL character in its path')
    if (segment.includes('**') && segment !== '**') {
      throw invalid(`Storage URI '${uri}' has '**' within a segment, it can only be a whole one`)
    }
    if (segment !== '**' && segment.split('*').length > 2) {
      throw invalid(`Storage URI '${uri}' has more than one '*' in a segment`)
    }
  }
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function invalid(message: string): CodedError {
  return new CodedError('STORAGE_URI_INVALID', message)
}

function notAbsolute(uri: string, next: string): CodedError {
  return new CodedError('STORAGE_URI_NOT_ABSOLUTE', `Storage URI '${uri}' has no effect: ${next}`)
}
