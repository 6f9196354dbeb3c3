import { addPackageDocs } from './package-docs-section.ts'
import {
  buildComponentText,
  buildCoreText,
  buildDummy,
  buildGenerated,
  readPackageDocs,
} from './build-text.ts'
import type { GuestFolder } from './guest-folder.ts'

/** Builds one guest and returns the bytes of its component. */
export async function buildGuest(guest: GuestFolder): Promise<Uint8Array> {
  const component = await compile(guest)
  const docs = await readPackageDocs(guest)
  return docs === undefined ? component : addPackageDocs(component, docs)
}

async function compile(guest: GuestFolder): Promise<Uint8Array> {
  switch (guest.recipe) {
    case 'component-text':
      return buildComponentText(guest)
    case 'core-text':
      return buildCoreText(guest)
    case 'dummy':
      return buildDummy(guest)
    case 'generated':
      return buildGenerated(guest)
    case 'javascript':
    case 'rust':
    case 'go':
    case 'c':
    case 'python':
      throw new Error(`No tool chain for ${guest.recipe} yet`)
  }
}
