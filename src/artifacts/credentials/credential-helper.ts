import { spawn } from 'node:child_process'

import { z } from 'zod'

import { CodedError, describeError } from '#platform'

import { abortError } from '../abort-error.ts'
import { isDockerHub } from '../oci/reference.ts'
import { DOCKER_HUB_KEY } from './auth-file.ts'
import type { Credential } from './credential.ts'

/** How a credential helper is run. */
export interface HelperOptions {
  /** The whole environment of the helper; it needs `PATH` and `HOME`, and often the session bus. */
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** A helper may ask a person to unlock a key chain. */
export const HELPER_TIMEOUT_MS = 30_000

const HELPER_NAME = /^[A-Za-z0-9._-]+$/
const LONGEST_OUTPUT = 1024 * 1024
/** What docker-credential-helpers prints, with status 1, when it has no login. */
const NOT_FOUND = /credentials not found|no credentials|not found in native keychain/i
/** The user name that marks the secret as an identity token. */
const IDENTITY_TOKEN_USER = '<token>'

const HelperAnswer = z.object({ Username: z.string(), Secret: z.string() })

/**
 * Asks `docker-credential-<name> get` for the login of a registry; null when it has none.
 *
 * @throws CodedError `CREDENTIAL_HELPER_FAILED`
 */
export async function askCredentialHelper(
  name: string,
  registry: string,
  options: HelperOptions,
): Promise<Credential | null> {
  // The name comes from a file: a path in it would run any program.
  if (!HELPER_NAME.test(name)) throw failed(name, 'its name is not valid')
  const server = isDockerHub(registry) ? DOCKER_HUB_KEY : registry
  const { status, output } = await run(`docker-credential-${name}`, server, options).catch(
    (error: unknown) => {
      if (options.signal?.aborted) throw abortError(options.signal)
      throw failed(name, describeError(error))
    },
  )
  if (status !== 0) {
    if (NOT_FOUND.test(output)) return null
    throw failed(name, `it ended with status ${status}`)
  }
  return readAnswer(name, output)
}

function readAnswer(name: string, output: string): Credential | null {
  let answer
  try {
    answer = HelperAnswer.parse(JSON.parse(output))
  } catch {
    throw failed(name, 'its answer cannot be read')
  }
  if (answer.Secret === '') return null
  if (answer.Username === IDENTITY_TOKEN_USER) return { kind: 'identity-token', token: answer.Secret }
  return { kind: 'basic', username: answer.Username, password: answer.Secret }
}

async function run(
  command: string,
  input: string,
  options: HelperOptions,
): Promise<{ status: number; output: string }> {
  const timeout = AbortSignal.timeout(options.timeoutMs)
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout])
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const child = spawn(command, ['get'], {
    env: options.environment,
    stdio: ['pipe', 'pipe', 'ignore'],
    signal,
    killSignal: 'SIGKILL',
  })
  let output = ''
  child.on('error', reject)
  child.on('close', (status) => resolve(status ?? -1))
  child.stdin.on('error', () => {})
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (output.length > LONGEST_OUTPUT) reject(new Error('it prints too much'))
  })
  child.stdin.end(`${input}\n`)
  try {
    return { status: await promise, output }
  } finally {
    // What the helper has started itself would otherwise go on writing to us.
    child.stdout.destroy()
    child.kill('SIGKILL')
  }
}

function failed(name: string, reason: string): CodedError {
  return new CodedError(
    'CREDENTIAL_HELPER_FAILED',
    `The credential helper "docker-credential-${name}" could not be asked (${reason}): install it, or change "credHelpers" in the Docker configuration`,
  )
}
