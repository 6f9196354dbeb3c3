import type { Client } from '@modelcontextprotocol/client'
import { z } from 'zod'

import { textOf } from '../../tools/demo/text-of.ts'

const Loaded = z.object({ id: z.string(), tools: z.array(z.string()).min(1) })

/** Has a server load a component and returns its id. Throws when it cannot, or finds no tool in it. */
export async function loadComponent(client: Client, path: string): Promise<string> {
  const answer = await client.callTool({ name: 'load-component', arguments: { path } })
  return Loaded.parse(JSON.parse(textOf(answer))).id
}
