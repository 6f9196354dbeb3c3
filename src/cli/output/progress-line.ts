import type { Writable } from 'node:stream'

import type { LoadProgress } from '#components'

const CLEAR_LINE = '\r\u001B[2K'

/** One line on a terminal that shows where a load stands and leaves nothing behind. */
export class ProgressLine {
  readonly #output: Writable & { readonly isTTY?: boolean }
  #shown = ''

  constructor(output: Writable & { readonly isTTY?: boolean }) {
    this.#output = output
  }

  show(progress: LoadProgress): void {
    const line = describeProgress(progress)
    if (!this.#output.isTTY || line === this.#shown) return
    this.#output.write(`${CLEAR_LINE}${line}`)
    this.#shown = line
  }

  clear(): void {
    if (this.#shown !== '') this.#output.write(CLEAR_LINE)
    this.#shown = ''
  }
}

function describeProgress({ message, done, total }: LoadProgress): string {
  return total === null || total <= 0 ? message : `${message} ${Math.floor((100 * done) / total)}%`
}
