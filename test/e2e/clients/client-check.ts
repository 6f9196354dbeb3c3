import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** What is tried with one real client. */
export interface ClientCheck {
  readonly name: string
  /** The program that must be on the `PATH`. */
  readonly program: string
  /** Connects the client to the server and uses it. @throws Error with what went wrong */
  run(user: ClientUser): Promise<void>
}

/** A user with one installed component, `charcount`, and nothing else. */
export interface ClientUser {
  readonly home: string
  readonly env: Record<string, string>
  /** The command line that serves MCP. */
  readonly server: readonly [string, ...string[]]
}

const CLIENT_TIMEOUT_MS = 60_000

/** Runs a client to its end in the home folder; returns all that it wrote. @throws Error when it failed */
export async function runClient(
  command: readonly [string, ...string[]],
  { home, env }: ClientUser,
): Promise<string> {
  const [file, ...args] = command
  const child = spawn(file, args, {
    cwd: home,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.timeout(CLIENT_TIMEOUT_MS),
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  const output = `${stdout}${stderr}`
  if (exitCode !== 0) throw new Error(`'${command.join(' ')}' ended with ${exitCode}:\n${output}`)
  return output
}

/** @throws Error with the output when it does not hold what is expected */
export function expectOutput(output: string, expected: RegExp): void {
  if (!expected.test(output)) throw new Error(`Expected ${expected} in:\n${output}`)
}
