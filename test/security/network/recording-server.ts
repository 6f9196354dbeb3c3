import { createServer } from 'node:net'

import { listenOnLoopback } from '../../helpers/loopback-server.ts'
import type { Cleaner } from '../../helpers/temporary-folder.ts'

/** A server that writes down every byte it hears. */
export interface RecordingServer {
  /** `127.0.0.1:port`. */
  readonly host: string
  readonly port: number
  /** What each connection has said. */
  readonly heard: readonly string[]
}

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\nSECRET'

/** A server on loopback that answers whatever looks like HTTP with a secret, and records it byte for byte. */
export async function recordingServer(context: Cleaner, answer = ANSWER): Promise<RecordingServer> {
  const heard: string[] = []
  const server = createServer((socket) => {
    const connection = heard.push('') - 1
    socket.on('data', (chunk: Buffer) => {
      heard[connection] += chunk.toString('latin1')
      socket.end(answer)
    })
  })
  const host = await listenOnLoopback(context, server)
  return { host, port: Number(host.split(':')[1]), heard }
}
