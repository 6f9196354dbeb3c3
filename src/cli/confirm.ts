import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

import type { ShownOutput } from './output/shown-output.ts'

/** Who is asked. */
export interface Conversation {
  readonly input: Readable
  readonly output: ShownOutput
  /** Ends the question: no answer. */
  readonly signal: AbortSignal
}

/** Asks a question; only `y` and `yes` are a yes, no answer is none. */
export async function confirm(question: string, { input, output, signal }: Conversation): Promise<boolean> {
  output.write(`${question} [y/N]: `)
  const lines = createInterface({ input, signal })
  try {
    for await (const line of lines) return /^y(?:es)?$/i.test(line.trim())
    return false
  } finally {
    lines.close()
  }
}
