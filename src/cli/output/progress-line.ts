import type { LoadProgress } from '#components'
import { visibleText } from '#platform'

import type { ShownOutput } from './shown-output.ts'

/** One line on a terminal that shows where a load stands and leaves nothing behind. */
export class ProgressLine {
  readonly #output: ShownOutput
  #shown = ''

  constructor(output: ShownOutput) {
    this.#output = output
  }

  show(progress: LoadProgress): void {
    const line = describeProgress(progress)
    if (!this.#output.isTerminal || line === this.#shown) return
    this.#output.clearLine()
    this.#output.write(line)
    this.#shown = line
  }

  clear(): void {
    if (this.#shown !== '') this.#output.clearLine()
    this.#shown = ''
  }
}

function describeProgress({ message, done, total }: LoadProgress): string {
  const shown = visibleText(message)
  return total === null || total <= 0 ? shown : `${shown} ${Math.floor((100 * done) / total)}%`
}
