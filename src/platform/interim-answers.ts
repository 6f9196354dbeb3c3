import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** What undici tells of each connection before it sends anything. */
const CONNECTED = 'undici:client:connected'

/** What undici calls the symbol under which a connection has its parser of HTTP/1.1. */
const PARSER = 'parser'

/** Answers before the answer; no server has as many to give, and each costs us more than it. */
const MAX_INTERIM_ANSWERS = 32

const CONTINUE = 100
const PROCESSING = 102
const FIRST_FINAL_STATUS = 200
const PARSER_ERROR = -1

/**
 * Lets `100 Continue` pass that nobody has asked for, as other answers of 1xx do (RFC 9110, 15.2): undici ends the connection.
 *
 * Gives what ends it; it holds for every connection of undici in this process.
 */
export function passInterimAnswers(): () => void {
  subscribe(CONNECTED, watchParser)
  return () => void unsubscribe(CONNECTED, watchParser)
}

type OnHeaders = (status: number, ...rest: unknown[]) => unknown

/** Connections of HTTP/2 have no such parser, nor this fault. */
function watchParser(message: unknown): void {
  const parser = parserOf(message)
  // Whoever came first has done it.
  if (parser === null || Object.hasOwn(parser, 'onHeadersComplete')) return
  const onHeadersComplete: unknown = Reflect.get(parser, 'onHeadersComplete')
  if (typeof onHeadersComplete !== 'function') return
  let interim = 0
  const counting: OnHeaders = (status, ...rest) => {
    interim = status < FIRST_FINAL_STATUS ? interim + 1 : 0
    if (interim > MAX_INTERIM_ANSWERS) return PARSER_ERROR
    return Reflect.apply(onHeadersComplete, parser, [status === CONTINUE ? PROCESSING : status, ...rest])
  }
  Reflect.set(parser, 'onHeadersComplete', counting)
}

function parserOf(message: unknown): object | null {
  const socket: unknown = isObject(message) && Reflect.get(message, 'socket')
  if (!isObject(socket)) return null
  const symbol = Object.getOwnPropertySymbols(socket).find(({ description }) => description === PARSER)
  const parser: unknown = symbol === undefined ? null : Reflect.get(socket, symbol)
  return isObject(parser) ? parser : null
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
