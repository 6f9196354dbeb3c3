import { createServer } from 'node:net'

import { listenOnLoopback } from './loopback-server.ts'
import { type ReadConnection, readRequests } from './read-requests.ts'
import type { Cleaner } from './temporary-folder.ts'

/** A server that keeps every connection, whatever the client says, and takes all bytes on it for requests. */
export interface KeepingServer {
  /** `127.0.0.1:port`. */
  readonly host: string
  /** What each connection has carried. */
  readonly connections: () => readonly ReadConnection[]
}

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

/** Starts it on loopback; it answers each request when it has all of it. */
export async function keepingServer(context: Cleaner): Promise<KeepingServer> {
  const heard: string[] = []
  const server = createServer((socket) => {
    const connection = heard.push('') - 1
    let answered = 0
    socket.on('data', (chunk: Buffer) => {
      heard[connection] += chunk.toString('latin1')
      const { requests } = readRequests(heard[connection] ?? '')
      for (; answered < requests.length; answered++) socket.write(ANSWER)
    })
  })
  const host = await listenOnLoopback(context, server)
  return { host, connections: () => heard.map(readRequests) }
}
