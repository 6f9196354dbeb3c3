import { once } from 'node:events'
import { createServer, type Server } from 'node:http'

import { guestPath } from '../../test/helpers/guest.ts'
import { inTurns } from '../measure/in-turns.ts'
import { ratios } from '../measure/ratios.ts'
import { timed } from '../measure/timed.ts'
import { measureLatency } from '../measure/warm-calls.ts'
import type { Question } from '../question.ts'
import { ConnectedServer } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'
import { resultOf } from '../servers/result-of.ts'
import { writePolicy } from '../servers/write-policy.ts'

const AT_ONCE = 32

/** What the network costs a guest, whose every byte goes through the server process. */
export const NETWORK: Question = {
  name: 'network',
  asks: 'How long does an HTTP request of a guest to loopback take, one by one and 32 at once?',
  async answer({ quick, scratch, note }) {
    await using web = await WebServer.start()
    const installation = await Installation.create(scratch)
    const id = await installation.load(await guestPath('fetches'))
    await writePolicy(installation.componentDir, id, { network: { allow: [{ host: web.authority }] } })
    await using server = await ConnectedServer.start(installation.server)
    const args = { authority: web.authority, path: '/' }
    const paths = Array.from({ length: AT_ONCE }, () => '/')
    const one = () => resultOf(server.client, 'download', args)
    const many = () => resultOf(server.client, 'fetch-many', { authority: web.authority, paths })
    const plain = async () => void (await (await fetch(`http://${web.authority}/`)).text())
    const count = quick ? 50 : 500
    await measureLatency(one, 20)
    const rounds = await inTurns(quick ? 1 : 7, {
      one: async () => (await measureLatency(one, count)).p50,
      plain: async () => (await measureLatency(plain, count)).p50,
      many: () => timed(many),
      plainMany: () => timed(() => Promise.all(paths.map(plain))),
    })
    note('A request of a guest is measured with the tool call that it is made in')
    return [
      { name: 'one request in a call, p50', unit: 'ms', samples: rounds.one, aim: 3 },
      { name: 'one request: guest / plain Node', unit: '×', samples: ratios(rounds.one, rounds.plain) },
      { name: `${AT_ONCE} requests in a call`, unit: 'ms', samples: rounds.many },
      {
        name: `${AT_ONCE} requests: guest / plain Node`,
        unit: '×',
        samples: ratios(rounds.many, rounds.plainMany),
      },
    ]
  },
}

/** Greets whoever asks. */
class WebServer implements AsyncDisposable {
  readonly authority: string
  readonly #server: Server

  private constructor(server: Server, port: number) {
    this.#server = server
    this.authority = `127.0.0.1:${port}`
  }

  static async start(): Promise<WebServer> {
    const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The web server has no port')
    return new WebServer(server, address.port)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
