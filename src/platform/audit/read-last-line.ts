import { open } from 'node:fs/promises'

/** Lines are cut far below this. */
const LONGEST_LINE_BYTES = 256 * 1024

/** The last whole line of a file without its line break; null where there is none. */
export async function readLastLine(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return null
  try {
    const { size } = await file.stat()
    const start = Math.max(0, size - LONGEST_LINE_BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
    const end = buffer.subarray(0, bytesRead).lastIndexOf('\n')
    if (end === -1) return null
    return buffer.toString('utf8', buffer.subarray(0, end).lastIndexOf('\n') + 1, end)
  } finally {
    await file.close()
  }
}
