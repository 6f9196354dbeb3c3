import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import type { Scratch } from '../scratch.ts'
import { ConnectedServer, type ServerCommand } from './connected-server.ts'
import { loadComponent } from './load-component.ts'

const WASSETTE = fileURLToPath(new URL('../../bin/wassette', import.meta.url))

/** Every machine can have this one, so that figures can be compared; `WASSETTE_ISOLATION=auto` asks what a wall costs. */
const ISOLATION = process.env['WASSETTE_ISOLATION'] ?? 'process'

/** The built command with a home folder of its own, in which it keeps everything. */
export class Installation {
  readonly componentDir: string
  readonly server: ServerCommand
  readonly #cacheDir: string

  private constructor(home: string) {
    this.componentDir = join(home, '.local', 'share', 'wassette', 'components')
    this.#cacheDir = join(home, '.cache', 'wassette')
    this.server = {
      command: process.execPath,
      args: [WASSETTE, 'serve', '--stdio'],
      env: {
        HOME: home,
        PATH: process.env['PATH'] ?? '',
        WASSETTE_LOG: 'error',
        WASSETTE_ISOLATION: ISOLATION,
      },
    }
  }

  /** Not started yet: V8's compile cache is empty until `startOnce` or `load`. */
  static async create(scratch: Scratch): Promise<Installation> {
    return new Installation(await scratch.folder('home'))
  }

  /** Starts and ends the server, which leaves V8's compile cache as warm as it is from the second start on. */
  async startOnce(): Promise<void> {
    const server = await ConnectedServer.start(this.server)
    await server[Symbol.asyncDispose]()
  }

  /** Loads a component from a file and leaves its compiled form in the cache; returns its id. */
  async load(file: string): Promise<string> {
    await using server = await ConnectedServer.start(this.server)
    return await loadComponent(server.client, pathToFileURL(file).href)
  }

  /** Removes what was generated from components, as if they had come from another machine. */
  async forgetCompiled(): Promise<void> {
    await rm(join(this.#cacheDir, 'compiled'), { recursive: true, force: true })
  }

  /** Removes what was downloaded. */
  async forgetDownloaded(): Promise<void> {
    await rm(join(this.#cacheDir, 'store'), { recursive: true, force: true })
  }
}
