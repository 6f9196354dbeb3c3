import type { Client } from '@modelcontextprotocol/client'

import { textOf } from '../../tools/demo/text-of.ts'

/** Calls the function of the guests that differ in size and language alone. Throws on any answer but the right one. */
export async function callAdd(client: Client): Promise<void> {
  const sum = textOf(await client.callTool({ name: 'add', arguments: { a: 2, b: 3 } }))
  if (sum !== '5') throw new Error(`2 + 3 was answered with '${sum}'`)
}
