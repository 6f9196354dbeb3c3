import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import type { Scratch } from '../scratch.ts'
import { ConnectedServer, type ServerCommand } from './connected-server.ts'

const WASSETTE = fileURLToPath(new URL('../../bin/wassette', import.meta.url))

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
      env: { HOME: home, PATH: process.env['PATH'] ?? '', WASSETTE_LOG: 'error' },
    }
  }

  /** Has been started once, so that V8's compile cache is as warm as that of any user after the first start. */
  static async create(scratch: Scratch): Promise<Installation> {
    const installation = new Installation(await scratch.folder('home'))
    await (await ConnectedServer.start(installation.server))[Symbol.asyncDispose]()
    return installation
  }

  /** Loads a component from a file, and leaves its compiled form in the cache. */
  async load(file: string): Promise<void> {
    await using server = await ConnectedServer.start(this.server)
    const path = pathToFileURL(file).href
    const answer = await server.client.callTool({ name: 'load-component', arguments: { path } })
    if (answer.isError === true)
      throw new Error(`'${file}' cannot be loaded: ${JSON.stringify(answer.content)}`)
  }

  /** Removes what was generated from components, as if they had come from another machine. */
  async forgetCompiled(): Promise<void> {
    await rm(join(this.#cacheDir, 'compiled'), { recursive: true, force: true })
  }
}
