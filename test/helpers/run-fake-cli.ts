import { PassThrough, Readable } from 'node:stream'

import { runCli } from '#cli'
import { loadConfig, type Config } from '#platform'

import { lookAt } from '../../tools/leaks/leak-record.ts'
import { FakeComponents } from './fake-components.ts'
import { openAuthoring } from './open-authoring.ts'
import { openBundles } from './open-bundles.ts'
import { openCache } from './open-cache.ts'
import { openSecrets } from './open-secrets.ts'
import { recordingLogger } from './recording-logger.ts'

/** What one command line came to. */
export interface CliRun {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** What stands on the terminal where a person is asked. */
  readonly asked: string
  /** Absent where the command needed no components. */
  readonly config?: Config
}

/** What a command line finds around it. */
export interface FakeSurroundings {
  readonly components?: FakeComponents
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  /** What a person types at the terminal; without it there is none. */
  readonly answer?: string
  /** Makes stdin a terminal; told when what is typed is hidden. */
  readonly onRawMode?: (isRaw: boolean) => void
}

/** Runs a command line in this process, with fake components behind it. */
export async function runFakeCli(
  args: readonly string[],
  { components = new FakeComponents(), stdin = '', env = {}, answer, onRawMode }: FakeSurroundings = {},
): Promise<CliRun> {
  const [stdout, stderr, input] = [new PassThrough(), new PassThrough(), new PassThrough()]
  input.end(stdin)
  const terminal = onRawMode && { isTTY: true, setRawMode: onRawMode }
  const asked = new PassThrough()
  let config: Config | undefined
  const exitCode = await runCli(args, {
    stdin: Object.assign(input, terminal),
    stdout,
    stderr,
    openTerminal: () => (answer === undefined ? null : terminalOf(answer, asked)),
    version: '1.2.3',
    signal: new AbortController().signal,
    loadConfig: (flags) => loadConfig(flags, { HOME: '/nobody', ...env }),
    openAuthoring,
    openCache,
    openBundles,
    async compose(given) {
      config = given
      return { components, secrets: openSecrets(given), hideValue: () => {}, logger: recordingLogger() }
    },
  })
  const written = { stdout: await text(stdout), stderr: await text(stderr), asked: await text(asked) }
  if (!args.includes('--show-values')) lookAt(`outputs of ${args.join(' ')}`, JSON.stringify(written))
  return { exitCode, ...written, ...(config && { config }) }
}

function terminalOf(answer: string, output: PassThrough) {
  return { input: Readable.from([answer]), output, close: () => {} }
}

async function text(stream: PassThrough): Promise<string> {
  const chunks: Uint8Array[] = await stream.end().toArray()
  return Buffer.concat(chunks).toString()
}
