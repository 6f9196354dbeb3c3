import {
  type GuestLimits,
  MAX_OUTPUT_CHARACTERS,
  OUTPUT_PIECE_CHARACTERS,
} from '../protocol/component-protocol.ts'

/** What the output of a guest comes to: pieces of text, each with its stream. */
export type OutputSink = (stream: 'stdout' | 'stderr', text: string) => void

const NEWLINE = 0x0a

/**
 * The stdout and stderr of one instance, cut at the limits of a call.
 *
 * What has no end of line yet waits for it: many guests write a line in pieces, and one byte at a time would be as many
 * lines of the log. An instance is made before its call is known, so what it says until then is kept back.
 */
export class CallOutput {
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  readonly #begun = { stdout: '', stderr: '' }
  readonly #early: [stream: 'stdout' | 'stderr', text: string][] = []
  #sink: OutputSink | null = null
  #bytesLeft: number
  #linesLeft: number
  #cut = false

  constructor(limits: Pick<GuestLimits, 'outputBytes' | 'outputLines'>) {
    this.#bytesLeft = limits.outputBytes
    this.#linesLeft = limits.outputLines
  }

  /** Sends everything, also what came before, to the log of a call. */
  attach(sink: OutputSink): void {
    this.#sink = sink
    for (const [stream, text] of this.#early.splice(0)) sink(stream, text)
  }

  /** Takes bytes of the guest; past the limits they are dropped, and the log says so once. */
  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    if (this.#cut) return
    const kept = bytes.subarray(0, this.#allowed(bytes))
    this.#join(stream, this.#decoders[stream].decode(kept, { stream: true }))
    if (kept.length < bytes.length) {
      this.#cut = true
      this.settle()
      this.#emit('stderr', '[output limit reached: the rest of this call is not logged]')
    }
  }

  /** Sends lines that have not ended; for the end of a call. */
  settle(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      this.#emit(stream, this.#begun[stream])
      this.#begun[stream] = ''
    }
  }

  #join(stream: 'stdout' | 'stderr', text: string): void {
    const isLong = this.#begun[stream].length + text.length >= OUTPUT_PIECE_CHARACTERS
    const end = isLong ? text.length : text.lastIndexOf('\n') + 1
    if (end > 0) {
      this.#emit(stream, this.#begun[stream] + text.slice(0, end))
      this.#begun[stream] = ''
    }
    this.#begun[stream] += text.slice(end)
  }

  #allowed(bytes: Uint8Array): number {
    const length = Math.min(bytes.length, this.#bytesLeft)
    for (let index = 0; index < length; index++) {
      if (bytes[index] !== NEWLINE) continue
      if (this.#linesLeft === 0) return this.#spend(index)
      this.#linesLeft--
    }
    return this.#spend(length)
  }

  #spend(bytes: number): number {
    this.#bytesLeft -= bytes
    return bytes
  }

  #emit(stream: 'stdout' | 'stderr', text: string): void {
    for (let start = 0; start < text.length; start += MAX_OUTPUT_CHARACTERS) {
      const piece = text.slice(start, start + MAX_OUTPUT_CHARACTERS)
      if (this.#sink === null) this.#early.push([stream, piece])
      else this.#sink(stream, piece)
    }
  }
}
