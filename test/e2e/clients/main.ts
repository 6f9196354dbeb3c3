import { access, constants, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { guestPath } from '../../helpers/guest.ts'
import { runWassette, WASSETTE } from '../../helpers/wassette.ts'
import { claudeCode } from './claude-code.ts'
import type { ClientCheck, ClientUser } from './client-check.ts'
import { codex } from './codex.ts'
import { gemini } from './gemini.ts'

// Runs the real clients that are on the PATH against the built command, offline, each with a home folder of its own.
const outcomes: string[] = []
for (const check of [claudeCode, codex, gemini]) {
  const outcome = await outcomeOf(check)
  outcomes.push(outcome)
  console.log(`${check.name}: ${outcome}`)
}
process.exitCode = outcomes.every((outcome) => outcome === 'works' || outcome === 'not installed') ? 0 : 1

async function outcomeOf(check: ClientCheck): Promise<string> {
  if (!(await isInstalled(check.program))) return 'not installed'
  const home = await mkdtemp(join(tmpdir(), 'wassette-client-'))
  try {
    await check.run(await userWithCharcount(home))
    return 'works'
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : String(error)}`
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function userWithCharcount(home: string): Promise<ClientUser> {
  const env = { HOME: home, PATH: process.env['PATH'] ?? '', WASSETTE_LOG: 'error' }
  await runWassette(['component', 'load', pathToFileURL(await guestPath('charcount')).href], { env })
  return { home, env, server: [process.execPath, WASSETTE, 'serve', '--stdio'] }
}

async function isInstalled(program: string): Promise<boolean> {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = await Promise.allSettled(
    folders.map((folder) => access(join(folder, program), constants.X_OK)),
  )
  return found.some(({ status }) => status === 'fulfilled')
}
