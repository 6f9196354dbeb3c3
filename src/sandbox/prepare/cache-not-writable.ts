import { CodedError } from '#platform'

const CODES: readonly unknown[] = [
  'EACCES',
  'EDQUOT',
  'EFBIG',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]

/** Gives a failed file operation in the cache folder a code and a next step; anything else passes unchanged. */
export function explainCacheError(error: unknown): unknown {
  const isFailedWrite = error instanceof Error && 'code' in error && CODES.includes(error.code)
  return isFailedWrite ? cacheNotWritable(error.message, error) : error
}

/** The error of a cache folder that is full or closed to us. */
function cacheNotWritable(reason: string, cause?: unknown): CodedError {
  const message = `The cache folder cannot be written: ${reason}; free space or set XDG_CACHE_HOME to another folder`
  return new CodedError('CACHE_NOT_WRITABLE', message, { cause })
}
