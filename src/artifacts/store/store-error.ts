import { CodedError } from '#platform'

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const NOT_WRITABLE: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'])

/** Gives a failed file operation of the content store a code and a next step; anything else passes unchanged. */
export function storeError(error: unknown, storeDir: string): unknown {
  const code = systemCode(error)
  if (code !== undefined && FULL.has(code)) {
    const message = `The disk with the content store "${storeDir}" is full: free some space, then load again`
    return new CodedError('STORE_FULL', message, { cause: error })
  }
  if (code !== undefined && NOT_WRITABLE.has(code)) {
    const message = `The content store "${storeDir}" cannot be written (${code}): make the folder writable or choose another`
    return new CodedError('STORE_NOT_WRITABLE', message, { cause: error })
  }
  return error
}

/** The `code` of a system error such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
