import { join, resolve } from 'node:path'

import { ContentStore, type ExportRequest, LayoutArchive, type Sha256Digest } from '#artifacts'
import { type Cancellable, CodedError } from '#platform'

import { ComponentFolder } from '../catalog/component-folder.ts'
import { isSameVersion } from '../lock-file/lock-artifact.ts'
import type { LockDocument } from '../lock-file/lock-document.ts'
import { LockFile } from '../lock-file/lock-file.ts'
import type { LockedVersion } from '../lock-file/locked-version.ts'
import type { BundledGrant, Bundles, ExportedBundle, ExportOptions, ImportedBundle } from './bundles.ts'
import { type BundleDocument, parseBundleDocument, printBundleDocument } from './bundle-document.ts'
import { type ChosenVersion, chooseVersions } from './choose-versions.ts'
import { readGrants } from './grants.ts'

/** Where things lie. */
export interface BundleParts {
  readonly cacheFolder: string
  readonly componentFolder: string
  readonly lockFile: string
}

/** Carries components to machines without a network. */
export class BundleService implements Bundles {
  readonly #store: ContentStore
  readonly #folder: ComponentFolder
  readonly #lockFile: LockFile

  constructor({ cacheFolder, componentFolder, lockFile }: BundleParts) {
    this.#store = new ContentStore(join(cacheFolder, 'store'))
    this.#folder = new ComponentFolder(componentFolder)
    this.#lockFile = new LockFile(lockFile)
  }

  async export(path: string, names: readonly string[], options: ExportOptions): Promise<ExportedBundle> {
    const chosen = chooseVersions(names, await this.#lockFile.read(), await this.#installed())
    const carried = chosen.filter((entry) => !isLocal(entry))
    const local = chosen.filter(isLocal).map(({ key }) => key)
    if (carried.length === 0 || (names.length > 0 && local.length > 0)) throw nothingToCarry(local)
    const grants = options.withGrants ? await readGrants(this.#folder.path, idsOf(carried)) : new Map()
    const lock = new Map(carried.map(({ key, version }) => [key, version]))
    await this.#store.exportArchive(resolve(path), {
      ...contentOf(carried),
      document: Buffer.from(printBundleDocument({ lock, grants })),
      modified: Math.floor((options.sourceDate?.getTime() ?? 0) / 1000),
      signal: options.signal,
    })
    return { references: carried.map(({ key }) => key), left: local, grants: [...grants.keys()] }
  }

  async import(path: string, options: Cancellable = {}): Promise<ImportedBundle> {
    await using archive = await LayoutArchive.open(resolve(path), options)
    const document = parseBundleDocument(archive.document, path)
    const { lock } = document
    assertHeld(lock, archive, path)
    const grants = grantsOf(document, path)
    assertAgrees(lock, await this.#lockFile.read())
    await this.#store.admit(archive, options)
    await this.#lockFile.changeAll([...lock.keys()], (now, key) => {
      const version = lock.get(key) ?? null
      if (now !== null && version !== null && !isSameVersion(now, version)) throw conflict(key, now, version)
      // A stranger's word about a signer would be a pin beside the one that is there: the next load finds it out.
      return now ?? (version && { ...version, signer: null })
    })
    return { references: [...lock.keys()], grants }
  }

  async #installed(): Promise<ReadonlyMap<string, string>> {
    const ids = await this.#folder.ids()
    const records = await Promise.all(ids.map((id) => this.#folder.readRecord(id)))
    const known = records.filter((record) => record !== null)
    return new Map(known.map(({ id, stamp }) => [id, stamp.digest]))
  }
}

/** A path means nothing on another machine. */
function isLocal({ key }: ChosenVersion): boolean {
  return key.startsWith('file:')
}

function idsOf(chosen: readonly ChosenVersion[]): readonly string[] {
  return [...new Set(chosen.map(({ version }) => version.id))]
}

/** What was loaded from a web server has no manifest. */
function contentOf(chosen: readonly ChosenVersion[]): Pick<ExportRequest, 'artifacts' | 'loose'> {
  const artifacts = chosen.flatMap(({ key, version: { manifest, resolved } }) =>
    manifest === null
      ? []
      : [{ reference: (resolved ?? key).replace(/^oci:\/\//, ''), digest: manifest.digest }],
  )
  const loose = chosen.flatMap(({ version }) => (version.manifest === null ? [version.layer.digest] : []))
  return { artifacts: uniqueBy(artifacts), loose: [...new Set<Sha256Digest>(loose)] }
}

/** A range and the tag that it leads to are one artifact. */
function uniqueBy(artifacts: ExportRequest['artifacts']): ExportRequest['artifacts'] {
  return [...new Map(artifacts.map((artifact) => [artifact.reference, artifact])).values()]
}

function assertHeld(lock: LockDocument, archive: LayoutArchive, path: string): void {
  for (const [key, { manifest, layer, policy }] of lock) {
    const missing = [manifest?.digest, layer.digest, policy].find((digest) => digest && !archive.has(digest))
    if (missing === undefined) continue
    const text = `"${path}" is refused, and nothing of it was used: it does not hold "${missing}" of '${key}'; export it again`
    throw new CodedError('BUNDLE_INVALID', text)
  }
}

/** A policy for what does not come along would wait for whoever takes that id. */
function grantsOf({ lock, grants }: BundleDocument, path: string): readonly BundledGrant[] {
  return [...grants].map(([id, policy]) => {
    const [reference] = [...lock].find(([, version]) => version.id === id) ?? []
    if (reference !== undefined) return { id, reference, policy }
    const text = `"${path}" is refused, and nothing of it was used: it grants to '${id}', which it does not hold; export it again`
    throw new CodedError('BUNDLE_INVALID', text)
  })
}

function assertAgrees(lock: LockDocument, own: LockDocument): void {
  for (const [key, version] of lock) {
    const now = own.get(key)
    if (now !== undefined && !isSameVersion(now, version)) throw conflict(key, now, version)
  }
}

function conflict(key: string, now: LockedVersion, next: LockedVersion): CodedError {
  const text = `'${key}' is locked to '${now.layer.digest}', and the bundle has '${next.layer.digest}': nothing of it was used; take the entry out of the lock file to accept it`
  return new CodedError('LOCK_MISMATCH', text)
}

function nothingToCarry(local: readonly string[]): CodedError {
  const reason =
    local.length === 0
      ? 'Nothing that is installed is locked: load it again'
      : `'${local[0]}' is a file of this machine: push it to a registry and load it from there, or carry the file itself`
  return new CodedError('BUNDLE_EMPTY', `${reason}; nothing was written`)
}
