import { EXIT, TERMINALS } from '../cli.ts'
import type { GuestContext, OutputName } from '../guest-context.ts'
import { chunksOf, type GuestStream } from './guest-stream.ts'

const OK = { tag: 'ok', val: undefined } as const

/** The imports of `wasi:cli` 0.3: as in 0.2, with streams. */
export function createCli3(guest: GuestContext): Record<string, object> {
  return {
    'wasi:cli/types': {},
    'wasi:cli/environment': {
      getEnvironment: () => guest.environment,
      getArguments: () => guest.arguments,
      getInitialCwd: () => undefined,
    },
    'wasi:cli/exit': EXIT,
    'wasi:cli/stdin': { readViaStream: () => [[], Promise.resolve(OK)] },
    'wasi:cli/stdout': { writeViaStream: (data: GuestStream) => print(guest, 'stdout', data) },
    'wasi:cli/stderr': { writeViaStream: (data: GuestStream) => print(guest, 'stderr', data) },
    ...TERMINALS,
  }
}

async function print(guest: GuestContext, output: OutputName, data: GuestStream): Promise<typeof OK> {
  for await (const bytes of chunksOf(data)) guest.writeOutput(output, bytes)
  return OK
}
