import type { Client } from '@modelcontextprotocol/client'

/** Calls a tool and returns its `structuredContent`. Throws when it says that it failed. */
export async function resultOf(
  client: Client,
  name: string,
  args: Record<string, unknown>,
): Promise<unknown> {
  const answer = await client.callTool({ name, arguments: args })
  if (answer.isError === true) throw new Error(`'${name}' failed: ${JSON.stringify(answer.content)}`)
  return answer.structuredContent
}
