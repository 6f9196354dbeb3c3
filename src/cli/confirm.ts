import { createInterface } from 'node:readline'

import type { CliContext } from './cli-context.ts'

/** Asks a question on stderr; only `y` and `yes` are a yes, no answer is none. */
export async function confirm(question: string, { stdin, stderr }: CliContext): Promise<boolean> {
  stderr.write(`${question} [y/N]: `)
  const lines = createInterface({ input: stdin })
  try {
    for await (const line of lines) return /^y(?:es)?$/i.test(line.trim())
    return false
  } finally {
    lines.close()
  }
}
