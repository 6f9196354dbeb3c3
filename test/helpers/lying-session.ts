import { DEFAULT_EGRESS } from '../../src/sandbox/egress/egress-settings.ts'
import type { EgressSession } from '../../src/sandbox/egress/egress-session.ts'
import { Egress } from '../../src/sandbox/egress/egress.ts'
import type { FlowReply } from '../../src/sandbox/protocol/egress-protocol.ts'
import { type Answer, serveHttp } from './loopback-server.ts'
import { networkAccess, type RecordedAccess } from './network-access.ts'
import type { Cleaner } from './temporary-folder.ts'

/** What pretends to be a sandbox process, and what it is told. */
export interface Liar {
  readonly session: EgressSession
  readonly access: RecordedAccess
  readonly host: string
  readonly replies: [flowId: number, reply: FlowReply][]
  /** Resolves with the first reply of a kind. */
  readonly replied: (kind: FlowReply['kind']) => Promise<FlowReply>
}

/** A session whose other side says what the test wants, with one call under way: number 1. */
export async function lie(
  t: Cleaner,
  { answer = end, openFlows = 16, responseBytes = 1024, ...options }: LieOptions = {},
): Promise<Liar> {
  const host = options.host ?? (await serveHttp(t, answer))
  const access = networkAccess([`http://${host}`])
  const egress = new Egress({ ...DEFAULT_EGRESS, openFlows, responseBytes })
  const replies: [flowId: number, reply: FlowReply][] = []
  const waiting = new Map<string, (reply: FlowReply) => void>()
  const session = egress.openSession((flowId, reply) => {
    replies.push([flowId, reply])
    waiting.get(reply.kind)?.(reply)
  })
  t.after(async () => {
    session.close()
    egress.close()
  })
  session.beginCall(1, access)
  const replied = (kind: FlowReply['kind']): Promise<FlowReply> =>
    new Promise((resolve) => {
      const known = replies.find(([, reply]) => reply.kind === kind)
      if (known === undefined) waiting.set(kind, resolve)
      else resolve(known[1])
    })
  return { session, access, host, replies, replied }
}

/** What it speaks to. */
export interface LieOptions {
  readonly answer?: Answer
  /** A server that runs already, instead of one that answers. */
  readonly host?: string
  readonly openFlows?: number
  readonly responseBytes?: number
}

const end: Answer = (_request, response) => response.end()

/** A message that opens a request. */
export function get(authority: string, parts: object = {}): object {
  return {
    kind: 'http',
    method: 'GET',
    scheme: 'http',
    authority,
    pathWithQuery: '/',
    headers: [],
    bodyLength: 0,
    timeouts: { connectMs: null, firstByteMs: null, betweenBytesMs: null },
    ...parts,
  }
}
