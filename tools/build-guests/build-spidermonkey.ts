import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

import { GUEST_CACHE, REPOSITORY, type GuestFolder } from './guest-folder.ts'
import { runTool } from './run-tool.ts'

const PACKAGE = '@bytecodealliance/componentize-js'
const VERSION = '0.23.0'
const Componentized = z.object({ component: z.instanceof(Uint8Array) })
const Tool = z.object({
  componentize: z.custom<(options: object) => Promise<unknown>>((value) => typeof value === 'function'),
})

/** Builds a guest from JavaScript (`component.mjs`) with SpiderMonkey inside; takes most of a minute. */
export async function buildSpiderMonkey(guest: GuestFolder): Promise<Uint8Array> {
  const { componentize } = Tool.parse(await import(await installTool()))
  const result = await componentize({
    sourcePath: join(guest.path, 'component.mjs'),
    witPath: join(guest.path, 'world.wit'),
    disableFeatures: ['http', 'fetch-event'],
  })
  return Componentized.parse(result).component
}

// Not a dependency of the repository: one guest wants it, and its tools are several times as big as all the others.
async function installTool(): Promise<string> {
  const folder = join(GUEST_CACHE, 'spidermonkey')
  const entry = join(folder, 'node_modules', PACKAGE, 'src/componentize.js')
  if (!existsSync(entry)) {
    await runTool(['npm', 'install', '--ignore-scripts', '--prefix', folder, `${PACKAGE}@${VERSION}`], {
      cwd: REPOSITORY,
      missing: 'Building it needs the npm registry',
    })
  }
  return pathToFileURL(entry).href
}
