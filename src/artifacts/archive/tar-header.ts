/** The unit of a tar archive, in bytes. */
export const TAR_BLOCK_BYTES = 512

/** What a header says of the file that follows it. */
export interface TarEntry {
  readonly name: string
  /** In bytes. */
  readonly size: number
}

/** Where the fields of a header lie (POSIX.1-1988 ustar): first byte, and length in bytes. */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  owner: [108, 8],
  group: [116, 8],
  size: [124, 12],
  modified: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  link: [157, 100],
  magic: [257, 8],
  prefix: [345, 155],
} as const satisfies Record<string, readonly [number, number]>

type Field = keyof typeof FIELDS

const REGULAR_FILE = '0'
const MAGIC = 'ustar\u{0}00'
const NAME = /^[\x21-\x7e]{1,100}$/

/** The header of a file: owned by nobody, readable by all. `modified` is in seconds since 1970. */
export function formatTarHeader({ name, size }: TarEntry, modified: number): Buffer {
  const block = Buffer.alloc(TAR_BLOCK_BYTES)
  const put = (field: Field, value: string): void => void block.write(value, FIELDS[field][0], 'latin1')
  put('name', name)
  put('mode', '0000644')
  put('owner', '0000000')
  put('group', '0000000')
  put('size', octal(size, 11))
  put('modified', octal(modified, 11))
  put('type', REGULAR_FILE)
  put('magic', MAGIC)
  put('checksum', `${octal(checksumOf(block), 6)}\u{0} `)
  return block
}

/**
 * Reads the header of a regular file with a short printable name; null for anything else that tar can hold, such as links,
 * devices, long names and headers that change the meaning of the next, and for a header that is damaged.
 */
export function parseTarHeader(block: Uint8Array): TarEntry | null {
  const header = Buffer.from(block.buffer, block.byteOffset, TAR_BLOCK_BYTES)
  const take = (field: Field): string => {
    const [start, length] = FIELDS[field]
    return header.toString('latin1', start, start + length)
  }
  const text = (field: Field): string => take(field).replace(/\0.*$/s, '')
  const [name, size] = [text('name'), parseOctal(take('size'))]
  const isPlain = take('type') === REGULAR_FILE && text('link') === '' && text('prefix') === ''
  const isWhole = take('magic') === MAGIC && parseOctal(take('checksum')) === checksumOf(header)
  return isPlain && isWhole && NAME.test(name) && size !== null ? { name, size } : null
}

/** Whether a block marks the end of an archive. */
export function isTarEnd(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0)
}

/** How many bytes follow a file of that size, up to the next block. */
export function tarPadding(size: number): number {
  return (TAR_BLOCK_BYTES - (size % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}

function parseOctal(field: string): number | null {
  const digits = /^([0-7]{1,11})[\0 ]*$/.exec(field)?.[1]
  return digits === undefined ? null : Number.parseInt(digits, 8)
}

/** The sum of all bytes, where the checksum itself counts as blanks. */
function checksumOf(header: Uint8Array): number {
  const [start, length] = FIELDS.checksum
  return header.reduce((sum, byte, at) => sum + (at >= start && at < start + length ? 0x20 : byte), 0)
}
