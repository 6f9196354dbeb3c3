/** Codes of `wasi:filesystem/types` `error-code` that this host answers with. */
export type ErrorCode =
  | 'access'
  | 'bad-descriptor'
  | 'busy'
  | 'cross-device'
  | 'exist'
  | 'file-too-large'
  | 'illegal-byte-sequence'
  | 'insufficient-space'
  | 'invalid'
  | 'io'
  | 'is-directory'
  | 'loop'
  | 'name-too-long'
  | 'no-entry'
  | 'not-directory'
  | 'not-empty'
  | 'not-permitted'
  | 'quota'
  | 'read-only'
  | 'text-file-busy'
  | 'too-many-links'
  | 'unsupported'

const CODES: Readonly<Record<string, ErrorCode>> = {
  EACCES: 'access',
  EBADF: 'bad-descriptor',
  EBUSY: 'busy',
  EDQUOT: 'quota',
  EEXIST: 'exist',
  EFBIG: 'file-too-large',
  EILSEQ: 'illegal-byte-sequence',
  EINVAL: 'invalid',
  EISDIR: 'is-directory',
  ELOOP: 'loop',
  EMFILE: 'quota',
  EMLINK: 'too-many-links',
  ENAMETOOLONG: 'name-too-long',
  ENFILE: 'quota',
  ENOENT: 'no-entry',
  ENOSPC: 'insufficient-space',
  ENOTDIR: 'not-directory',
  ENOTEMPTY: 'not-empty',
  ENOTSUP: 'unsupported',
  EPERM: 'not-permitted',
  EROFS: 'read-only',
  ERR_ACCESS_DENIED: 'access',
  ETXTBSY: 'text-file-busy',
  EXDEV: 'cross-device',
}

/** Why an operation on files failed, in the words of WASI. */
export class FileError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode) {
    super(`The file operation failed with '${code}'`)
    this.name = 'FileError'
    this.code = code
  }
}

/** A path led out of what it may lead to; `path` is where it would have gone. */
export class EscapeError extends FileError {
  readonly path: string

  constructor(path: string) {
    super('not-permitted')
    this.name = 'EscapeError'
    this.path = path
  }
}

/** The code behind whatever `node:fs` or this host threw; what has no word of its own is `io`. */
export function errorCodeOf(error: unknown): ErrorCode {
  if (error instanceof FileError) return error.code
  if (!(error instanceof Error) || !('code' in error)) return 'io'
  return CODES[String(error.code)] ?? 'io'
}
