import { createHash } from 'node:crypto'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { CodedError, type Logger } from '#platform'
import {
  readComponentWorld,
  readCustomSection,
  withoutCustomSection,
  type WitFunction,
  type WitWorld,
} from '#wit'

import { explainCacheError } from './cache-not-writable.ts'
import type { CompiledComponent, CompiledStore } from './compiled-store.ts'
import type { Isolation } from '../isolation/isolation.ts'
import { transpile } from './transpile.ts'

const PACKAGE_DOCS = 'package-docs'

/** The longest component file, in bytes, whatever the settings say: all of it is held in memory while it is read. */
export const MAX_COMPONENT_BYTES = 1024 * 1024 * 1024

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
  readonly isolation: Isolation
  readonly logger: Logger
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads what a component imports and exports, and makes it ready to run.
 *
 * @throws CodedError `COMPONENT_INVALID`, `COMPONENT_IMPORTS_UNKNOWN`, `COMPONENT_TOO_LARGE`, `DIGEST_MISMATCH`, `CANCELLED`
 */
export async function inspectComponent(file: ComponentFile, options: InspectOptions): Promise<Inspection> {
  const bytes = await readVerified(file)
  const world = readComponentWorld(bytes)
  const packageDocs = readCustomSection(bytes, PACKAGE_DOCS)
  const compiled = (await options.store.find(file.digest)) ?? (await compile(file, { bytes, world, options }))
  return { world, packageDocs, compiled }
}

async function readVerified({ path, digest }: ComponentFile): Promise<Uint8Array> {
  const { size } = await stat(path)
  if (size > MAX_COMPONENT_BYTES) {
    throw new CodedError('COMPONENT_TOO_LARGE', `'${path}' has ${size} bytes, more than a component may have`)
  }
  const bytes = await readFile(path)
  // What is compiled is kept under this digest: other bytes would answer in the name of these.
  if (`sha256:${createHash('sha256').update(bytes).digest('hex')}` !== digest) {
    throw new CodedError('DIGEST_MISMATCH', `'${path}' is not what was installed, load the component again`)
  }
  return bytes
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
  if (options.signal?.aborted === true) throw new CodedError('CANCELLED', 'The load was cancelled')
  const folder = await options.store.begin()
  try {
    // A copy of the bytes that were verified: the file itself can be another one by the time the process reads it.
    const copy = join(folder, 'component.wasm')
    // jco refuses a component that carries `package-docs`.
    await writeFile(copy, withoutCustomSection(bytes, PACKAGE_DOCS))
    const request = {
      file: copy,
      folder,
      imports: world.imports,
      exports: world.functions.filter(isPlainFunction).map(exportName),
    }
    const names = await transpile(request, options)
    await rm(copy)
    return await options.store.keep(folder, file.digest, names)
  } catch (error) {
    throw explainCacheError(error)
  } finally {
    await options.store.discard(folder)
  }
}

/** jco writes `await` into the constructors and methods of a resource that is named here, which is no JavaScript. */
function isPlainFunction({ name }: WitFunction): boolean {
  return !name.startsWith('[')
}

function exportName({ interface: owner, name }: WitFunction): string {
  return owner === null ? name : `${owner}#${name}`
}
