import type { GuestContext } from './guest-context.ts'

/** The imports of `wasi:config`: the granted environment once more; `runtime` is the older name of `store`. */
export function createConfig(guest: GuestContext): Record<string, object> {
  const store = {
    // The last of two entries with one name wins, as it does in `environ`.
    get: (key: string) => {
      const value = guest.environment.findLast(([name]) => name === key)?.[1]
      if (value === undefined) guest.reportDenial?.({ kind: 'environment', key })
      return value
    },
    getAll: () => guest.environment,
  }
  return { 'wasi:config/store': store, 'wasi:config/runtime': store }
}
