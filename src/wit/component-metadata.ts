import { readCustomSection } from './binary/custom-section.ts'

/** What an author has written into a component about it, as `wasm-tools metadata add` and language tool chains do. */
export interface ComponentMetadata {
  readonly version: string | null
  readonly description: string | null
  readonly licenses: string | null
  readonly source: string | null
  readonly homepage: string | null
  readonly authors: string | null
  readonly revision: string | null
}

/** Longer than any of them has to be. */
const LONGEST_TEXT = 4096

/** Reads the custom sections of wasm-metadata; what is no text, or too long, counts as missing. @throws CodedError `COMPONENT_INVALID` */
export function readComponentMetadata(component: Uint8Array): ComponentMetadata {
  const text = (name: string) => textOf(readCustomSection(component, name))
  return {
    version: text('version'),
    description: text('description'),
    licenses: text('licenses'),
    source: text('source'),
    homepage: text('homepage'),
    authors: text('authors'),
    revision: text('revision'),
  }
}

function textOf(bytes: Uint8Array | null): string | null {
  if (bytes === null || bytes.length === 0 || bytes.length > LONGEST_TEXT) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
