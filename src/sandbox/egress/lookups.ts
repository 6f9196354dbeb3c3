import { FlowFailure } from './flow-failure.ts'

/** At once: the system has a few threads for lookups, which a name server that never answers would keep from everybody. */
const MAX_UNDER_WAY = 2

type Resolve = (name: string) => Promise<readonly string[]>

/** The lookups of one component: nobody can take one back, so those whose flow is over count as well. */
export class Lookups {
  readonly #resolve: Resolve
  readonly #maxWaiting: number
  readonly #underWay = new Map<string, Promise<readonly string[]>>()
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(resolve: Resolve, maxWaiting: number) {
    this.#resolve = resolve
    this.#maxWaiting = maxWaiting
  }

  /** All addresses of a name, asked once for all who wait for it. @throws FlowFailure `too-many-flows`, and as the system does */
  async resolve(name: string): Promise<readonly string[]> {
    const known = this.#underWay.get(name)
    if (known !== undefined) return known
    if (this.#waiting.length >= this.#maxWaiting) throw new FlowFailure('too-many-flows')
    const found = this.#ask(name).finally(() => this.#underWay.delete(name))
    this.#underWay.set(name, found)
    return found
  }

  async #ask(name: string): Promise<readonly string[]> {
    if (this.#running >= MAX_UNDER_WAY) await new Promise<void>((goOn) => this.#waiting.push(goOn))
    else this.#running++
    try {
      return await this.#resolve(name)
    } finally {
      // Whoever is next goes on in this place.
      const next = this.#waiting.shift()
      if (next === undefined) this.#running--
      else next()
    }
  }
}
