import type { Writable } from 'node:stream'

import { escapeInJson } from '#platform'

/** A stream that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean }

const CLEAR_LINE = '\r\u001B[2K'

/**
 * The one way from a command to a terminal: nothing that it prints moves the cursor, turns a line around or hides.
 *
 * What hides stands as an escape that JSON and YAML read as the same character, so data stays the same data.
 */
export class ShownOutput {
  /** For what is no text for people, such as MCP. */
  readonly stream: OutputStream

  constructor(stream: OutputStream) {
    this.stream = stream
  }

  get isTerminal(): boolean {
    return this.stream.isTTY === true
  }

  write(text: string): void {
    this.stream.write(escapeInJson(text))
  }

  /** For a program every character as it is; shown to nobody. */
  writeToProgram(text: string): void {
    if (this.isTerminal) this.write(text)
    else this.stream.write(text)
  }

  /** Empties the line that the cursor is in. */
  clearLine(): void {
    this.stream.write(CLEAR_LINE)
  }
}
