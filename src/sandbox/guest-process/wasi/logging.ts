import type { GuestContext } from './guest-context.ts'

/** The import of `wasi:logging`: each message becomes a line of stderr. */
export function createLogging(guest: GuestContext): Record<string, object> {
  const encoder = new TextEncoder()
  return {
    'wasi:logging/logging': {
      log: (level: string, context: string, message: string) => {
        const prefix = context === '' ? level : `${level} ${context}`
        guest.writeOutput('stderr', encoder.encode(`${prefix}: ${message}\n`))
      },
    },
  }
}
