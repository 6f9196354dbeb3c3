import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { shellWord } from '#platform'

import { type Cleaner, temporaryFolder } from './temporary-folder.ts'

/** The built command. */
export const WASSETTE = fileURLToPath(new URL('../../bin/wassette', import.meta.url))

/** The environment of a user of its own, and the folder in which everything of that user lies. */
export interface ScratchUser {
  readonly home: string
  readonly componentDir: string
  readonly env: Record<string, string>
}

/** A user with an empty home folder that is removed after the test; `isUnattended` where `--yes` takes the place of an answer. */
export async function scratchUser(
  context: Cleaner,
  { isUnattended = false }: { readonly isUnattended?: boolean } = {},
): Promise<ScratchUser> {
  const home = await temporaryFolder(context)
  if (isUnattended) {
    const folder = join(home, '.config', 'wassette')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'config.toml'), 'unattended_grants = true\n')
  }
  // Not every machine has a wall on its path: tests that are about one ask for it by name.
  const env = {
    HOME: home,
    PATH: process.env['PATH'] ?? '',
    WASSETTE_LOG: 'error',
    WASSETTE_ISOLATION: 'process',
  }
  return { home, componentDir: join(home, '.local', 'share', 'wassette', 'components'), env }
}

/** What a command line came to. */
export interface CommandRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command line of the built command to its end. */
export async function runWassette(
  args: readonly string[],
  { env }: Pick<ScratchUser, 'env'>,
): Promise<CommandRun> {
  const child = spawn(process.execPath, [WASSETTE, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { exitCode, stdout, stderr }
}

/** As `runWassette`, at a terminal of its own, in which somebody types `answer`; `stdout` is what stands on it in the end. */
export async function runAtTerminal(
  args: readonly string[],
  { env }: Pick<ScratchUser, 'env'>,
  answer: string,
): Promise<CommandRun> {
  const command = [process.execPath, WASSETTE, ...args].map(shellWord).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { env })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (shown: string) => {
    // Typed when it is asked for.
    stdout += shown
    if (stdout.endsWith('[y/N]: ')) child.stdin.write(answer)
  })
  return { exitCode: await ended, stdout, stderr: '' }
}
