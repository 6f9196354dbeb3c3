import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

import type { GuestFolder } from './guest-folder.ts'

const Generated = z.object({ wit: z.string(), wat: z.string() })

/** Builds a guest from core WebAssembly text (`core.wat`) and its world (`world.wit`). */
export async function buildCoreText(guest: GuestFolder): Promise<Uint8Array> {
  const [text, wit] = await Promise.all([
    readFile(join(guest.path, 'core.wat'), 'utf8'),
    readFile(join(guest.path, 'world.wit'), 'utf8'),
  ])
  return wrapCoreModule(await parse(text), wit)
}

/** Makes a component out of a core module that was compiled against the one world of `witSource`. */
export async function wrapCoreModule(
  binary: Uint8Array,
  witSource: string,
  adapters: readonly (readonly [string, Uint8Array])[] = [],
): Promise<Uint8Array> {
  const embedded = await componentEmbed({ binary, witSource })
  return componentNew(
    embedded,
    adapters.map(([name, bytes]) => [name, bytes]),
  )
}

/** Builds a guest whose world and core text are the exports `wit` and `wat` of its `generate.ts`. */
export async function buildGenerated(guest: GuestFolder): Promise<Uint8Array> {
  const { wit, wat } = Generated.parse(await import(join(guest.path, 'generate.ts')))
  return wrapCoreModule(await parse(wat), wit)
}

/** Reads `package-docs.json` of a guest, if it has one. */
export async function readPackageDocs(guest: GuestFolder): Promise<string | undefined> {
  const path = join(guest.path, 'package-docs.json')
  if (!existsSync(path)) return undefined
  return JSON.stringify(JSON.parse(await readFile(path, 'utf8')))
}
