import { componentize } from 'componentize-qjs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { GuestFolder } from './guest-folder.ts'

/** Builds a guest from JavaScript (`component.js`) with QuickJS inside. */
export async function buildJavaScript(guest: GuestFolder): Promise<Uint8Array> {
  const jsPath = join(guest.path, 'component.js')
  const { component } = await componentize({
    witPath: join(guest.path, 'world.wit'),
    jsSource: await readFile(jsPath, 'utf8'),
    jsPath,
    moduleRoot: guest.path,
    sync: true,
    optSize: true,
  })
  return component
}
