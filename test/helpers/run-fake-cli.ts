import { PassThrough } from 'node:stream'

import { runCli } from '#cli'
import { loadConfig, SILENT_LOGGER, type Config } from '#platform'

import { FakeComponents } from './fake-components.ts'

/** What one command line came to. */
export interface CliRun {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** Absent where the command needed no components. */
  readonly config?: Config
}

/** Runs a command line in this process, with fake components behind it. */
export async function runFakeCli(
  args: readonly string[],
  { components = new FakeComponents(), stdin = '' }: { components?: FakeComponents; stdin?: string } = {},
): Promise<CliRun> {
  const [stdout, stderr, input] = [new PassThrough(), new PassThrough(), new PassThrough()]
  input.end(stdin)
  let config: Config | undefined
  const exitCode = await runCli(args, {
    stdin: input,
    stdout,
    stderr,
    version: '1.2.3',
    signal: new AbortController().signal,
    loadConfig: (flags) => loadConfig(flags, { HOME: '/nobody' }),
    async compose(given) {
      config = given
      return { components, logger: SILENT_LOGGER }
    },
  })
  return { exitCode, stdout: await text(stdout), stderr: await text(stderr), ...(config && { config }) }
}

async function text(stream: PassThrough): Promise<string> {
  const chunks: Uint8Array[] = await stream.end().toArray()
  return Buffer.concat(chunks).toString()
}
