import { openSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { ReadStream, WriteStream } from 'node:tty'

/** Where the person sits who runs the command, wherever stdin and stdout go. */
export interface Terminal {
  readonly input: Readable
  readonly output: Writable
  close(): void
}

const CONTROLLING_TERMINAL = '/dev/tty'

/**
 * The terminal of this process; null where there is none, as under a model's tool, in a pipeline or a service.
 *
 * Not stdin: whoever starts the command writes what it likes there.
 */
export function openTerminal(): Terminal | null {
  try {
    const input = new ReadStream(openSync(CONTROLLING_TERMINAL, 'r'))
    const output = new WriteStream(openSync(CONTROLLING_TERMINAL, 'w'))
    return {
      input,
      output,
      close: () => {
        input.destroy()
        output.destroy()
      },
    }
  } catch {
    return null
  }
}
