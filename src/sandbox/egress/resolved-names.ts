import { normalizeHost } from '#addresses'

/** Names in one call; a guest that needs more is looking for something else. */
const MAX_NAMES = 1_000

/**
 * The names that a call has looked up, by address.
 *
 * A guest connects a socket to an address; only this tells under which name it was granted.
 */
export class ResolvedNames {
  readonly #names = new Map<string, string>()

  remember(host: string, addresses: readonly string[]): void {
    for (const address of addresses.map(normalizeHost)) {
      if (this.#names.size < MAX_NAMES) this.#names.set(`${address} ${host}`, host)
    }
  }

  /** The names that led to a normalised address. */
  of(address: string): readonly string[] {
    return [...this.#names].filter(([key]) => key.startsWith(`${address} `)).map(([, host]) => host)
  }
}
