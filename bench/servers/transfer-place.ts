import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { bytesOf, leb, name } from '../../test/helpers/component-bytes.ts'
import { findDebianProgram, librariesOf } from '../../test/helpers/debian-program.ts'
import { guestPath } from '../../test/helpers/guest.ts'
import type { ProgramRun } from '../measure/run-program.ts'
import type { Scratch } from '../scratch.ts'

const WASSETTE = fileURLToPath(new URL('../../bin/wassette', import.meta.url))
const SKOPEO = { name: 'skopeo', package: 'skopeo', needsLibraries: true }
const INSECURE = ['--insecure-policy', 'copy', '--src-tls-verify=false', '--dest-tls-verify=false', '--quiet']
const MIB = 1024 * 1024

/** Files and a home folder, with our command and skopeo to move them. */
export class TransferPlace {
  readonly #folder: string
  readonly #home: string
  readonly #skopeo: Pick<ProgramRun, 'command' | 'env'>

  private constructor(folder: string, home: string, skopeo: Pick<ProgramRun, 'command' | 'env'>) {
    this.#folder = folder
    this.#home = home
    this.#skopeo = skopeo
  }

  static async open(scratch: Scratch): Promise<TransferPlace> {
    const [folder, home] = [await scratch.folder('files'), await scratch.folder('home')]
    const command = await findDebianProgram(SKOPEO)
    const libraries = await librariesOf(SKOPEO, command)
    const env = { HOME: home, PATH: process.env['PATH'] ?? '' }
    const found = libraries === null ? {} : { LD_LIBRARY_PATH: libraries }
    return new TransferPlace(folder, home, { command, env: { ...env, ...found } })
  }

  path(file: string): string {
    return join(this.#folder, file)
  }

  wassette(...args: readonly string[]): ProgramRun {
    const user = { HOME: this.#home, PATH: process.env['PATH'] ?? '', WASSETTE_LOG: 'error' }
    const env = { ...user, WASSETTE_MAX_COMPONENT_SIZE: '1GiB' }
    return { command: process.execPath, args: [WASSETTE, ...args], env }
  }

  skopeo(from: string, to: string): ProgramRun {
    return { ...this.#skopeo, args: [...INSECURE, from, to] }
  }

  /** Removes what our command keeps of downloads. */
  async forget(): Promise<void> {
    await rm(join(this.#home, '.cache', 'wassette', 'store'), { recursive: true, force: true })
  }

  /** Writes a component that can be called, with a custom section of bytes that nothing compresses; returns its path. */
  async writeComponent(file: string, mib: number): Promise<string> {
    const ballast = bytesOf([name('ballast'), randomBytes(mib * MIB)])
    const section = bytesOf([0, leb(ballast.length), ballast])
    await writeFile(this.path(file), Buffer.concat([await readFile(await guestPath('charcount')), section]))
    return this.path(file)
  }
}
