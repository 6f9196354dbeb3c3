import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { TestContext } from 'node:test'

/** Starts a server on a free port of the loopback address until the test ends; gives `127.0.0.1:port`. */
export async function listenOnLoopback(context: Pick<TestContext, 'after'>, server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  context.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An HTTP server on loopback; gives `127.0.0.1:port`. */
export function serveHttp(context: Pick<TestContext, 'after'>, listener: RequestListener): Promise<string> {
  return listenOnLoopback(context, createServer(listener))
}
