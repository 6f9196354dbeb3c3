import { IoError } from './error.ts'
import { InputStream } from './input-stream.ts'
import { OutputStream } from './output-stream.ts'
import { Pollable, poll } from './poll.ts'

/** The imports of `wasi:io` 0.2. */
export function createIo(): Record<string, object> {
  return {
    'wasi:io/error': { Error: IoError },
    'wasi:io/poll': { Pollable, poll },
    'wasi:io/streams': { InputStream, OutputStream },
  }
}
