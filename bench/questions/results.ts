import type { Client } from '@modelcontextprotocol/client'

import { guestPath } from '../../test/helpers/guest.ts'
import { textOf } from '../../tools/demo/text-of.ts'
import { inTurns } from '../measure/in-turns.ts'
import { timed } from '../measure/timed.ts'
import type { Question } from '../question.ts'
import { ConnectedServer } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'

const TEXT_BYTES = 5_000_000

/** Each is four bytes and, as JSON, eleven. */
const NUMBERS = 450_000

/** What large results cost on their way from the component to the client. */
export const RESULTS: Question = {
  name: 'results',
  asks: 'How long does a call take whose result is 5 MB of JSON, as one text and as many numbers?',
  async answer({ quick, scratch }) {
    const installation = await Installation.create(scratch)
    await installation.load(await guestPath('big-result'))
    await using server = await ConnectedServer.start(installation.server)
    const text = () => call(server.client, 'make-string', { bytes: TEXT_BYTES })
    const numbers = () => call(server.client, 'make-numbers', { count: NUMBERS })
    await text()
    await numbers()
    const results = await inTurns(quick ? 1 : 15, { text: () => timed(text), numbers: () => timed(numbers) })
    return [
      { name: 'a text of 5 MB', unit: 'ms', samples: results.text },
      { name: '450,000 numbers', unit: 'ms', samples: results.numbers },
    ]
  },
}

async function call(client: Client, name: string, args: Record<string, unknown>): Promise<void> {
  const { length } = textOf(await client.callTool({ name, arguments: args }))
  if (length < NUMBERS * 10) throw new Error(`'${name}' was answered with ${length} characters`)
}
