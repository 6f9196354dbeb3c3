import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'

/** A web server of a test on a free port of loopback. */
export class LoopbackServer implements AsyncDisposable {
  readonly port: number
  readonly #server: Server

  private constructor(server: Server, port: number) {
    this.#server = server
    this.port = port
  }

  /** Starts `server`, plain http unless another is given. */
  static async start(answer: RequestListener, server: Server = createServer()): Promise<LoopbackServer> {
    server.on('request', answer)
    server.listen(0)
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The server has no port')
    return new LoopbackServer(server, address.port)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
