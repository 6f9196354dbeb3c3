import { GuestExit } from './guest-exit.ts'
import type { GuestContext, OutputName } from './guest-context.ts'
import { EMPTY_SOURCE, InputStream } from './io/input-stream.ts'
import { OutputStream, type ByteSink } from './io/output-stream.ts'
import { ALWAYS_READY } from './io/readiness.ts'
import { OUTPUT_PERMIT_BYTES } from './limits.ts'

/** `wasi:cli/terminal-input` `terminal-input`; no guest is ever given one. */
class TerminalInput {
  readonly kind = 'terminal-input'
}

/** `wasi:cli/terminal-output` `terminal-output`; no guest is ever given one. */
class TerminalOutput {
  readonly kind = 'terminal-output'
}

/** The imports of `wasi:cli` 0.2: the granted environment, no input, no terminal, output for the log. */
export function createCli(guest: GuestContext): Record<string, object> {
  return {
    'wasi:cli/environment': {
      getEnvironment: () => guest.environment,
      getArguments: () => guest.arguments,
      initialCwd: () => undefined,
    },
    'wasi:cli/exit': EXIT,
    'wasi:cli/stdin': { getStdin: () => new InputStream(EMPTY_SOURCE) },
    'wasi:cli/stdout': { getStdout: () => new OutputStream(outputSink(guest, 'stdout')) },
    'wasi:cli/stderr': { getStderr: () => new OutputStream(outputSink(guest, 'stderr')) },
    ...TERMINALS,
  }
}

/** `wasi:cli/exit`: the call ends with a `GuestExit`, the process goes on. */
export const EXIT = {
  exit: (status: { readonly tag: 'ok' | 'err' }): never => {
    throw new GuestExit(status.tag === 'ok' ? 0 : 1)
  },
  exitWithCode: (exitCode: number): never => {
    throw new GuestExit(exitCode)
  },
}

/** No terminal, under any name. */
export const TERMINALS = {
  'wasi:cli/terminal-input': { TerminalInput },
  'wasi:cli/terminal-output': { TerminalOutput },
  'wasi:cli/terminal-stdin': { getTerminalStdin: () => undefined },
  'wasi:cli/terminal-stdout': { getTerminalStdout: () => undefined },
  'wasi:cli/terminal-stderr': { getTerminalStderr: () => undefined },
}

function outputSink(guest: GuestContext, stream: OutputName): ByteSink {
  return {
    ...ALWAYS_READY,
    capacity: () => OUTPUT_PERMIT_BYTES,
    write: (bytes) => guest.writeOutput(stream, bytes),
    flush: () => {},
    close: () => {},
  }
}
