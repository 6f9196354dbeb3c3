import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inspect } from 'node:util'

import { createArtifacts, type Artifacts, type ArtifactSettings } from '#artifacts'

import { lookAt } from '../../../tools/leaks/leak-record.ts'
import { recordingLogger } from '../recording-logger.ts'
import { makeTemporaryFolder, removeTemporaryFolder } from '../temporary-folder.ts'

/** A home folder of its own with an empty content store, removed at the end. */
export class TemporaryHome implements AsyncDisposable {
  readonly path: string
  readonly #opened: Artifacts[] = []

  private constructor(path: string) {
    this.path = path
  }

  /** Creates the folder. */
  static async create(): Promise<TemporaryHome> {
    return new TemporaryHome(await makeTemporaryFolder())
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
      logger: recordingLogger(),
      retry: { baseDelayMs: 1 },
      ...settings,
    })
    this.#opened.push(artifacts)
    const fetchArtifact = artifacts.fetchArtifact.bind(artifacts)
    return Object.assign(artifacts, {
      fetchArtifact: (...request: Parameters<typeof fetchArtifact>) =>
        fetchArtifact(...request).catch(rethrow),
    })
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
    await removeTemporaryFolder(this.path)
  }
}

/** What is wrong is shown to a client and logged. */
function rethrow(error: unknown): never {
  lookAt('an error', inspect(error, { depth: 8 }))
  throw error
}
