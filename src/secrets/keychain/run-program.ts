import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

import { CodedError, describeError } from '#platform'

/** A keychain may ask a person for a password first. */
const TIMEOUT_MS = 60_000

/** A program of the operating system and the environment by which it finds the keychain. */
export interface KeychainProgram {
  readonly path: string
  readonly environment: Readonly<Record<string, string>>
}

/** What a program came to. */
export interface ProgramRun {
  readonly exitCode: number | null
  readonly stdout: string
}

/** Runs a program of a keychain; values go by `input`, since arguments can be read by everybody. @throws CodedError `KEYCHAIN_FAILED` when it cannot be started */
export async function runProgram(
  { path, environment }: KeychainProgram,
  args: readonly string[],
  input = '',
): Promise<ProgramRun> {
  const child = spawn(path, args, {
    env: environment,
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  // A program that does not read its input is no error of ours.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  try {
    const [exitCode, stdout] = await Promise.all([ended, text(child.stdout)])
    return { exitCode, stdout }
  } catch (error) {
    throw new CodedError('KEYCHAIN_FAILED', `'${path}' cannot be run: ${describeError(error)}`, {
      cause: error,
    })
  }
}
