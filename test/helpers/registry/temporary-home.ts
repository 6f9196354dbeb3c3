import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { createArtifacts, type Artifacts, type ArtifactSettings } from '#artifacts'
import { SILENT_LOGGER } from '#platform'

/** A home folder of its own with an empty content store, removed at the end. */
export class TemporaryHome implements AsyncDisposable {
  readonly path: string
  readonly #opened: Artifacts[] = []

  private constructor(path: string) {
    this.path = path
  }

  /** Creates the folder. */
  static async create(): Promise<TemporaryHome> {
    return new TemporaryHome(await mkdtemp(join(tmpdir(), 'wassette-artifacts-')))
  }

  /** Where the content store lies. */
  get storeDir(): string {
    return join(this.path, 'store')
  }

  /** Where the content store keeps the blob of a digest. */
  blobPath(digest: string): string {
    return join(this.storeDir, 'blobs', 'sha256', digest.slice('sha256:'.length))
  }

  /** The room under test, set up for this home, without pauses between retries. */
  artifacts(settings: Partial<ArtifactSettings> = {}): Artifacts {
    const artifacts = createArtifacts({
      storeDir: this.storeDir,
      home: this.path,
      logger: SILENT_LOGGER,
      retry: { baseDelayMs: 1 },
      ...settings,
    })
    this.#opened.push(artifacts)
    return artifacts
  }

  /** Writes a file below the home and returns its path. */
  async write(name: string, content: string | Uint8Array, mode = 0o644): Promise<string> {
    const path = join(this.path, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content, { mode })
    return path
  }

  /** Does what `docker login` does without a credential store. */
  async dockerLogin(registry: string, username: string, password: string): Promise<void> {
    const auth = Buffer.from(`${username}:${password}`).toString('base64')
    await this.write('.docker/config.json', JSON.stringify({ auths: { [registry]: { auth } } }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const artifacts of this.#opened) await artifacts.close()
    await rm(this.path, { recursive: true, force: true })
  }
}
