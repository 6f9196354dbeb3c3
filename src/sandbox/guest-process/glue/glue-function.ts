import { createHash } from 'node:crypto'

/** A function declared in generated code. */
export interface GlueFunction {
  /** From `function` or `async function` to the closing brace. */
  readonly start: number
  readonly end: number
  /** A hash of its text without white space, which changes with the depth that it stands at. */
  readonly fingerprint: string
}

/** Finds the declaration of a function, or null where the generator left it out. */
export function findFunction(text: string, name: string): GlueFunction | null {
  // Not a pattern: glue can have tens of megabytes, and is looked through for each name
  const head = text.indexOf(`function ${name}(`)
  if (head === -1) return null
  const start = text.startsWith('async ', head - 6) ? head - 6 : head
  const end = endOfBlock(text, text.indexOf('{', start))
  const packed = text.slice(start, end).replace(/\s+/g, '')
  return { start, end, fingerprint: createHash('sha256').update(packed).digest('hex').slice(0, 16) }
}

/** Braces in texts and comments count too: where that is wrong, the fingerprint is. */
function endOfBlock(text: string, open: number): number {
  let depth = 0
  for (let index = open; index < text.length; index++) {
    if (text[index] === '{') depth += 1
    if (text[index] === '}') depth -= 1
    if (depth === 0) return index + 1
  }
  return text.length
}
