import { formatTarHeader, TAR_BLOCK_BYTES, tarPadding } from '../../src/artifacts/archive/tar-header.ts'

/** A file for an archive, and what its header says otherwise than it should. */
export interface TarFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** Other than that of the bytes. */
  readonly size?: number
  /** `2` for a symbolic link, and so on. */
  readonly type?: string
  readonly link?: string
}

/** A tar archive, with the mistakes that are asked for and checksums that are right. */
export function makeTar(
  files: readonly TarFile[],
  end: Uint8Array = Buffer.alloc(2 * TAR_BLOCK_BYTES),
): Buffer {
  const parts = files.flatMap((file) => [
    headerOf(file),
    file.bytes,
    Buffer.alloc(tarPadding(file.bytes.length)),
  ])
  return Buffer.concat([...parts, end])
}

function headerOf({ name, bytes, size = bytes.length, type, link = '' }: TarFile): Buffer {
  const header = formatTarHeader({ name, size }, 0)
  if (type !== undefined) header.write(type, 156, 'latin1')
  header.write(link, 157, 'latin1')
  header.write(' '.repeat(8), 148, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\u{0} `, 148, 'latin1')
  return header
}
