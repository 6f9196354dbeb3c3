import { hashOfLine } from './audit-file.ts'

/** What a check of a chained audit found. */
export interface ChainReport {
  readonly lines: number
  /** The first line, counted from 1, that does not follow from the one before it; null where all do. */
  readonly brokenAt: number | null
}

/** Checks that each line carries the hash of the one before it; of the first line there is nothing to check. */
export async function verifyChain(lines: AsyncIterable<string>): Promise<ChainReport> {
  let [count, before]: [number, string | null] = [0, null]
  for await (const line of lines) {
    count += 1
    if (before !== null && linkOf(line) !== hashOfLine(before)) return { lines: count, brokenAt: count }
    before = line
  }
  return { lines: count, brokenAt: null }
}

function linkOf(line: string): unknown {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'object' && entry !== null && 'prev' in entry ? entry.prev : undefined
  } catch {
    return undefined
  }
}
