import { hash } from 'node:crypto'

const HASH_DIGITS = 32

/** A statement that is the same in everything that the generator writes. */
export interface FixedBlock {
  /** Of its first line. */
  readonly head: string
  readonly length: number
  /** Of all of it. */
  readonly hash: string
}

/** What stands in the place of each fixed block. */
export const MARK = '$fixed'

/** Generated code without what is always the same. */
export interface Remainder {
  readonly text: string
  /** How many blocks were taken out: so often there is a statement `$fixed;`. */
  readonly marks: number
}

export function blockOf(text: string): FixedBlock {
  return { head: digest(firstLine(text, 0)), length: text.length, hash: digest(text) }
}

/** Takes out every block that is fixed, byte for byte: what is left is a fraction, that is looked at word by word. */
export function withoutFixedBlocks(
  text: string,
  blocks: ReadonlyMap<string, readonly FixedBlock[]>,
): Remainder {
  const kept: string[] = []
  let marks = 0
  let start = 0
  while (start < text.length) {
    const from = afterIndent(text, start)
    const block = (blocks.get(digest(firstLine(text, from))) ?? []).find(
      ({ length, hash: expected }) => digest(text.slice(from, from + length)) === expected,
    )
    const end = block === undefined ? afterLine(text, from) : from + block.length
    if (block === undefined) kept.push(text.slice(start, end))
    else {
      kept.push(`${MARK};`)
      marks += 1
    }
    start = end
  }
  return { text: kept.join(''), marks }
}

function digest(text: string): string {
  return hash('sha256', text, 'hex').slice(0, HASH_DIGITS)
}

function firstLine(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  return text.slice(start, end === -1 ? text.length : end)
}

function afterLine(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end === -1 ? text.length : end + 1
}

function afterIndent(text: string, start: number): number {
  let from = start
  while (text[from] === ' ') from += 1
  return from
}
