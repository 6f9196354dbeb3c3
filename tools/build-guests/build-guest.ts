import { buildC } from './build-c.ts'
import { buildGo } from './build-go.ts'
import { buildJavaScript } from './build-javascript.ts'
import { buildPython } from './build-python.ts'
import { buildRust } from './build-rust.ts'
import { buildSpiderMonkey } from './build-spidermonkey.ts'
import { buildCoreText, buildGenerated, readPackageDocs } from './build-text.ts'
import type { GuestFolder, Recipe } from './guest-folder.ts'
import { addPackageDocs } from './package-docs-section.ts'

const BUILDERS: Readonly<Record<Recipe, (guest: GuestFolder) => Promise<Uint8Array>>> = {
  c: buildC,
  'core-text': buildCoreText,
  generated: buildGenerated,
  go: buildGo,
  javascript: buildJavaScript,
  python: buildPython,
  rust: buildRust,
  spidermonkey: buildSpiderMonkey,
}

/** Builds one guest and returns the bytes of its component. */
export async function buildGuest(guest: GuestFolder): Promise<Uint8Array> {
  const component = await BUILDERS[guest.recipe](guest)
  const docs = await readPackageDocs(guest)
  return docs === undefined ? component : addPackageDocs(component, docs)
}
