import type { ComponentFile, EgressEvent } from '#sandbox'

import type { RecordedAccess } from './network-access.ts'
import { callGuest, type GrantedSandbox, guestFile } from './open-sandbox.ts'

/** A request as tests write it; the scheme is `http` and the rest nothing unless given. */
export interface FetchRequest {
  readonly authority: string
  readonly method?: string
  readonly scheme?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeouts?: {
    readonly connectMs?: number
    readonly firstByteMs?: number
    readonly betweenBytesMs?: number
  }
}

/** A response with its bytes as text. */
export interface FetchResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly body: string
  readonly trailers: Readonly<Record<string, readonly string[]>>
}

/** The guest `fetches`, with what it is allowed to reach. */
export interface Fetches {
  readonly events: readonly EgressEvent[]
  /** The same, for calls that a signal ends. */
  with(signal: AbortSignal): Fetches
  /** Calls a function; gives its `ok`, or what it returns. */
  call(name: string, ...args: readonly unknown[]): Promise<unknown>
  /** Calls a function that has to fail; gives its `err`. */
  failure(name: string, ...args: readonly unknown[]): Promise<unknown>
  fetch(request: FetchRequest): Promise<FetchResponse>
  fetchFailure(request: FetchRequest): Promise<unknown>
}

type Entries = readonly (readonly [name: string, value: Uint8Array])[]

interface RawResponse {
  readonly status: number
  readonly headers: Entries
  readonly body: Uint8Array
  readonly trailers: Entries
}

interface Result {
  readonly tag: 'ok' | 'err'
  readonly val: unknown
}

/** Functions of the guest's world that do not return a `result`. */
const PLAIN = new Set(['fetch-many', 'swallow', 'forget', 'abandon'])

/** Calls of the guest `fetches` in a sandbox, all with the same access to the network. */
export async function fetchesClient(sandbox: GrantedSandbox, network: RecordedAccess): Promise<Fetches> {
  const file = await guestFile('fetches')
  return clientOf({ network, sandbox, file, signal: undefined })
}

interface ClientParts {
  readonly network: RecordedAccess
  readonly sandbox: GrantedSandbox
  readonly file: ComponentFile
  readonly signal: AbortSignal | undefined
}

function clientOf(parts: ClientParts): Fetches {
  const { network, sandbox, file, signal } = parts
  const run = async (name: string, args: readonly unknown[]): Promise<Result> => {
    const returnsResult = !PLAIN.has(name)
    const outcome = await callGuest(sandbox, file, {
      name,
      args,
      network,
      returnsResult,
      ...(signal && { signal }),
    })
    if (outcome.kind !== 'returned') throw new Error(`The call ended otherwise: ${JSON.stringify(outcome)}`)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the glue's form of a WIT result
    return returnsResult ? (outcome.value as Result) : { tag: 'ok', val: outcome.value }
  }
  const expect = async (tag: Result['tag'], name: string, args: readonly unknown[]): Promise<unknown> => {
    const result = await run(name, args)
    if (result.tag !== tag) throw new Error(`${name} gave ${result.tag}: ${String(result.val)}`)
    return result.val
  }
  return {
    events: network.events,
    with: (signal) => clientOf({ ...parts, signal }),
    call: (name, ...args) => expect('ok', name, args),
    failure: (name, ...args) => expect('err', name, args),
    fetch: async (request) => {
      const response = await expect('ok', 'fetch', fetchArguments(request))
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the guest's world says
      return toResponse(response as RawResponse)
    },
    fetchFailure: (request) => expect('err', 'fetch', fetchArguments(request)),
  }
}

function fetchArguments({ headers = {}, body, timeouts, ...request }: FetchRequest): unknown[] {
  const bytes = Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)])
  return [
    {
      method: 'GET',
      scheme: 'http',
      path: '/',
      ...request,
      headers: bytes,
      body: body === undefined ? undefined : Buffer.from(body),
    },
    timeouts,
  ]
}

function toResponse({ status, headers, body, trailers }: RawResponse): FetchResponse {
  return {
    status,
    headers: byName(headers),
    body: Buffer.from(body).toString(),
    trailers: byName(trailers),
  }
}

function byName(entries: Entries): Record<string, string[]> {
  const grouped = Object.groupBy(entries, ([name]) => name)
  return Object.fromEntries(
    Object.entries(grouped).map(([name, found = []]) => [
      name,
      found.map(([, value]) => Buffer.from(value).toString()),
    ]),
  )
}
