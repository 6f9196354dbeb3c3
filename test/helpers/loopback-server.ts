import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'

import type { Cleaner } from './temporary-folder.ts'

/** Starts a server on a free port of the loopback address until the test ends; gives `127.0.0.1:port`. */
export async function listenOnLoopback(context: Cleaner, server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  context.after(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Answers one request of a test. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/** An HTTP server on loopback; gives `127.0.0.1:port`. */
export function serveHttp(context: Cleaner, answer: Answer): Promise<string> {
  return listenOnLoopback(
    context,
    createServer((request, response) => void answer(request, response)),
  )
}
