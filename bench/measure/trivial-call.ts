import { fileURLToPath } from 'node:url'

import type { Client } from '@modelcontextprotocol/client'

import { textOf } from '../../tools/demo/text-of.ts'

/** The component with the trivial function: 1 kB, counts the characters of a text. */
export const TRIVIAL_COMPONENT = fileURLToPath(
  new URL('../../examples/charcount/charcount.wasm', import.meta.url),
)

const CALL = { name: 'count-characters', arguments: { text: 'hello wasm mcp' } }
const ANSWER = '14'

/** Calls the trivial function once. Throws on any answer but the right one. */
export async function callTrivially(client: Client): Promise<void> {
  const answer = textOf(await client.callTool(CALL))
  if (answer !== ANSWER) throw new Error(`The trivial call was answered with '${answer}'`)
}
