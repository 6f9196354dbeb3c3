import { DataWriter } from './data/data-writer.ts'

/** What a frame of one kind may be, at most. */
export interface FrameLimit {
  readonly bytes: number
  /** Values in it: numbers, texts, lists, records. */
  readonly values: number
}

/** The kinds of messages that a sandbox process sends, by name; the place of a kind is its number. */
export type FrameKinds = Readonly<Record<string, FrameLimit>>

/** Four bytes of length, big endian, and one for the kind. */
export const SANDBOX_HEADER_BYTES = 5

/**
 * One message of a sandbox process as a frame.
 *
 * @throws RangeError when it is of no kind, or longer than one of its kind may be
 */
export function encodeSandboxFrame(message: { readonly kind: string }, kinds: FrameKinds): Buffer {
  const { kind, ...fields } = message
  const limit = kinds[kind]
  if (limit === undefined) throw new RangeError(`There is no message '${kind}'`)
  const writer = new DataWriter()
  for (let index = 0; index < SANDBOX_HEADER_BYTES; index++) writer.byte(0)
  writer.value(fields)
  const frame = writer.bytes
  const length = frame.length - SANDBOX_HEADER_BYTES
  if (length > limit.bytes) throw new RangeError(`A message '${kind}' of ${length} bytes is too long`)
  frame.writeUInt32BE(length)
  frame[SANDBOX_HEADER_BYTES - 1] = Object.keys(kinds).indexOf(kind)
  return frame
}
