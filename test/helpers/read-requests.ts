/** One request as a server reads it that keeps the connection and takes every byte for what comes next. */
export interface ReadRequest {
  readonly line: string
  /** Names in lower case, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** Everything that a connection carried; what is no request, or not all of one, is `rest`. */
export interface ReadConnection {
  readonly requests: readonly ReadRequest[]
  readonly rest: string
}

/** Reads requests as RFC 9112 says; throws where their framing could be read in two ways. */
export function readRequests(heard: string): ReadConnection {
  const requests: ReadRequest[] = []
  let rest = heard
  for (;;) {
    const headEnd = rest.indexOf('\r\n\r\n')
    if (headEnd < 0) return { requests, rest }
    const [line = '', ...lines] = rest.slice(0, headEnd).split('\r\n')
    const headers = lines.map((text): readonly [string, string] => {
      const colon = text.indexOf(':')
      return [text.slice(0, colon).toLowerCase(), text.slice(colon + 1).trim()]
    })
    const body = readBody(rest.slice(headEnd + 4), framingOf(headers))
    if (body === null) return { requests, rest }
    requests.push({ line, headers, body: body.bytes })
    rest = body.rest
  }
}

type Framing = number | 'chunked'

interface Body {
  readonly bytes: string
  readonly rest: string
}

function framingOf(headers: ReadRequest['headers']): Framing {
  const found = headers.filter(([name]) => name === 'content-length' || name === 'transfer-encoding')
  const [[name, value] = ['content-length', '0'], ...more] = found
  if (more.length > 0) throw new Error(`Framed twice: ${JSON.stringify(found)}`)
  if (name === 'transfer-encoding' && value === 'chunked') return 'chunked'
  if (name === 'content-length' && /^\d+$/.test(value)) return Number(value)
  throw new Error(`Framed oddly: ${name}: ${value}`)
}

function readBody(text: string, framing: Framing): Body | null {
  if (framing === 'chunked') return readChunks(text)
  return text.length < framing ? null : { bytes: text.slice(0, framing), rest: text.slice(framing) }
}

function readChunks(text: string): Body | null {
  let bytes = ''
  let rest = text
  for (;;) {
    const size = /^([\da-f]+)\r\n/i.exec(rest)
    if (size === null) return null
    const start = size[0].length
    const length = Number.parseInt(size[1] ?? '', 16)
    if (length === 0) {
      const trailers = /^(?:[^\r\n]+\r\n)*\r\n/.exec(rest.slice(start))
      return trailers === null ? null : { bytes, rest: rest.slice(start + trailers[0].length) }
    }
    if (rest.length < start + length + 2) return null
    bytes += rest.slice(start, start + length)
    rest = rest.slice(start + length + 2)
  }
}
