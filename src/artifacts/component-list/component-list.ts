import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { CodedError, describeError, type Logger, makeFolder, writeFileAtomically } from '#platform'

import { hexOf, sha256Of } from '../digest.ts'
import { MAX_COMPONENT_LIST_BYTES } from '../limits.ts'
import { BUNDLED_COMPONENTS } from './bundled-components.ts'
import type { KnownComponent } from './known-component.ts'
import { parseComponentList } from './parse-component-list.ts'

/** Where the list is. */
export interface ComponentListSettings {
  /** An `https://` address or the path of a file; null for the bundled list. */
  readonly source: string | null
  /** The folder for copies of lists that were fetched. */
  readonly cacheFolder: string
}

/** What the list works with. */
export interface ComponentListParts extends ComponentListSettings {
  readonly logger: Logger
  /** Gets a document of at most that many bytes. */
  readonly fetchDocument: (url: URL, limit: number, signal?: AbortSignal) => Promise<Uint8Array>
}

/** A search is often followed by another; a list changes by the week. */
const FRESH_MS = 10 * 60_000

/** The components that can be searched for. */
export class ComponentList {
  readonly #parts: ComponentListParts

  constructor(parts: ComponentListParts) {
    this.#parts = parts
  }

  /**
   * Reads the list. One from the web is fetched at most every ten minutes; when that fails, the last good copy serves.
   *
   * @throws CodedError `COMPONENT_LIST_INVALID`, `FILE_NOT_READABLE`, `TOO_LARGE` and what fetching throws
   */
  async read(signal?: AbortSignal): Promise<readonly KnownComponent[]> {
    const { source } = this.#parts
    if (source === null) return BUNDLED_COMPONENTS
    const url = /^https?:\/\//i.test(source) ? new URL(source) : null
    return url === null ? parseComponentList(await readList(source), source) : this.#readWeb(url, signal)
  }

  async #readWeb(url: URL, signal: AbortSignal | undefined): Promise<readonly KnownComponent[]> {
    const copy = join(this.#parts.cacheFolder, `${hexOf(sha256Of(Buffer.from(url.href)))}.json`)
    const kept = await this.#readCopy(copy, url)
    if (kept?.isFresh === true) return kept.components
    try {
      const bytes = await this.#parts.fetchDocument(url, MAX_COMPONENT_LIST_BYTES, signal)
      const components = parseComponentList(bytes, url.host)
      await makeFolder(this.#parts.cacheFolder)
      await writeFileAtomically(copy, bytes)
      return components
    } catch (error) {
      if (kept === null || signal?.aborted === true) throw error
      const text = 'The list of components is an older copy'
      this.#parts.logger.warn({ source: url.host, reason: describeError(error) }, text)
      return kept.components
    }
  }

  async #readCopy(path: string, url: URL) {
    try {
      const { mtimeMs } = await stat(path)
      const components = parseComponentList(await readFile(path), url.host)
      return { components, isFresh: Math.abs(Date.now() - mtimeMs) < FRESH_MS }
    } catch {
      return null
    }
  }
}

async function readList(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path)
    if (size > MAX_COMPONENT_LIST_BYTES) {
      throw new CodedError(
        'TOO_LARGE',
        `The list of components "${path}" is larger than ${MAX_COMPONENT_LIST_BYTES} bytes`,
      )
    }
    return await readFile(path)
  } catch (error) {
    if (error instanceof CodedError) throw error
    throw new CodedError(
      'FILE_NOT_READABLE',
      `The list of components "${path}" cannot be read (${describeError(error)}): check "component_registry" in the configuration`,
    )
  }
}
