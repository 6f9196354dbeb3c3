import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** The object store behind a registry, on another origin: it hands out the registry's files. */
export class StorageServer implements AsyncDisposable {
  readonly origin: string
  /** The `Authorization` header of each request. */
  readonly authorizations: (string | undefined)[] = []
  readonly #server: Server
  #folder = ''

  private constructor(server: Server, port: number) {
    this.#server = server
    this.origin = `http://127.0.0.1:${port}/`
  }

  static async start(): Promise<StorageServer> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const started = new StorageServer(server, typeof address === 'object' ? (address?.port ?? 0) : 0)
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void started.#answer(request, response),
    )
    return started
  }

  /** Names the folder of the registry, which is known only after its start. */
  serve(folder: string): void {
    this.#folder = folder
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.authorizations.push(request.headers.authorization)
    const { pathname } = new URL(request.url ?? '/', this.origin)
    await pipeline(createReadStream(join(this.#folder, pathname)), response).catch(() => response.destroy())
  }
}
