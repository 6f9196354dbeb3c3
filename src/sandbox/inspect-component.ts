import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { CodedError, type Logger } from '#platform'
import {
  readComponentWorld,
  readCustomSection,
  withoutCustomSection,
  type WitFunction,
  type WitWorld,
} from '#wit'

import type { CompiledComponent, CompiledStore } from './compiled-store.ts'
import { transpile } from './transpile.ts'

const PACKAGE_DOCS = 'package-docs'

/** What a component says of itself, and where it lies ready to run. */
export interface Inspection {
  readonly world: WitWorld
  /** The custom section `package-docs`, raw, or null. */
  readonly packageDocs: Uint8Array | null
  readonly compiled: CompiledComponent
}

/** A stranger's file and the digest of its bytes. */
export interface ComponentFile {
  readonly path: string
  readonly digest: string
}

/** What inspecting needs of the sandbox. */
export interface InspectOptions {
  readonly store: CompiledStore
  /** Folders with the code of the transpiler. */
  readonly toolFolders: readonly string[]
  readonly logger: Logger
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads what a component imports and exports, and makes it ready to run.
 *
 * @throws CodedError `COMPONENT_INVALID`, `COMPONENT_IMPORTS_UNKNOWN`, `WIT_TOO_LARGE`, `CANCELLED`
 */
export async function inspectComponent(file: ComponentFile, options: InspectOptions): Promise<Inspection> {
  const bytes = await readFile(file.path)
  const world = readComponentWorld(bytes)
  const packageDocs = readCustomSection(bytes, PACKAGE_DOCS)
  const compiled = (await options.store.find(file.digest)) ?? (await compile(file, { bytes, world, options }))
  return { world, packageDocs, compiled }
}

interface CompileParts {
  readonly bytes: Uint8Array
  readonly world: WitWorld
  readonly options: InspectOptions
}

async function compile(
  file: ComponentFile,
  { bytes, world, options }: CompileParts,
): Promise<CompiledComponent> {
  const folder = await options.store.begin()
  try {
    const request = {
      file: await transpilableFile(file, bytes, folder),
      folder,
      imports: world.imports,
      exports: world.functions.map(exportName),
    }
    return await options.store.keep(folder, file.digest, await transpile(request, options))
  } catch (error) {
    throw storeFull(error)
  } finally {
    await options.store.discard(folder)
  }
}

/** jco refuses a component that carries `package-docs`, so it gets a copy without. */
async function transpilableFile(file: ComponentFile, bytes: Uint8Array, folder: string): Promise<string> {
  const stripped = withoutCustomSection(bytes, PACKAGE_DOCS)
  if (stripped === bytes) return file.path
  const copy = join(folder, 'component.wasm')
  await writeFile(copy, stripped)
  return copy
}

function exportName({ interface: owner, name }: WitFunction): string {
  return owner === null ? name : `${owner}#${name}`
}

function storeFull(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code !== 'ENOSPC' && error.code !== 'EACCES' && error.code !== 'EROFS') return error
  return new CodedError(
    'CACHE_NOT_WRITABLE',
    `The cache folder cannot be written: ${error.message}; free space or set WASSETTE_CACHE_DIR to another folder`,
    { cause: error },
  )
}
