import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'

import { CodedError, makeFolder, withFileLock, writeFileAtomically } from '#platform'

import { parsePendingRequest, type PendingRequest, printPendingRequest } from './pending-request.ts'

/** What is asked for. */
export type NewRequest = Pick<PendingRequest, 'componentId' | 'requester' | 'grant' | 'tool'>

/** A component that asks for ever more pushes out its own oldest requests and nobody else's. */
const MAX_REQUESTS_PER_COMPONENT = 32
const REQUEST_ID = /^[0-9a-f]{8}$/
const ENDING = '.json'

/** Requests that wait for a person, one file each in a folder that only its owner reads. */
export class PendingRequests {
  readonly componentFolder: string
  readonly #folder: string

  /** `.pending` of the component folder. */
  constructor(componentFolder: string) {
    this.componentFolder = componentFolder
    this.#folder = join(componentFolder, '.pending')
  }

  /** Keeps a request; one of the same requester for the same grant that waits already is returned instead. */
  async add({ componentId, requester, grant, tool }: NewRequest): Promise<PendingRequest> {
    await makeFolder(this.#folder, { mode: 0o700 })
    return withFileLock(join(this.#folder, 'requests'), async () => {
      const own = (await this.list()).filter((request) => request.componentId === componentId)
      const same = own.find((request) => JSON.stringify(request.grant) === JSON.stringify(grant))
      if (same !== undefined && JSON.stringify(same.requester) === JSON.stringify(requester)) return same
      if (same !== undefined) await this.remove(same.id)
      for (const { id } of own.slice(0, Math.max(0, own.length + 1 - MAX_REQUESTS_PER_COMPONENT)))
        await this.remove(id)
      // Drawn, not derived from the grant: nobody can make a second request under an id that a person has seen.
      const id = randomBytes(4).toString('hex')
      const request: PendingRequest = { id, componentId, requester, grant, tool, createdAt: Date.now() }
      await this.#write(request)
      return request
    })
  }

  /** Oldest first. */
  async list(): Promise<readonly PendingRequest[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const ids = names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length))
    const found = await Promise.all(ids.filter((id) => REQUEST_ID.test(id)).map((id) => this.#read(id)))
    return found
      .filter((request) => request !== null)
      .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  }

  /** @throws CodedError `REQUEST_NOT_FOUND` */
  async get(id: string): Promise<PendingRequest> {
    const request = REQUEST_ID.test(id) ? await this.#read(id) : null
    if (request !== null) return request
    throw notPending(id)
  }

  /** As `get`, and the request is forgotten: of two that decide on it at once one does. @throws CodedError `REQUEST_NOT_FOUND` */
  async take(id: string): Promise<PendingRequest> {
    const request = await this.get(id)
    try {
      await unlink(this.#fileOf(id))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw notPending(id)
      throw error
    }
    return request
  }

  /** Puts back what was taken, under its id: what was decided could not be done. */
  async putBack(request: PendingRequest): Promise<void> {
    await this.#write(request)
  }

  /** Forgets everything that a component has asked for. */
  async removeAllOf(componentId: string): Promise<void> {
    const own = (await this.list()).filter((request) => request.componentId === componentId)
    for (const { id } of own) await this.remove(id)
  }

  /** Forgets a request, decided or not. */
  async remove(id: string): Promise<void> {
    if (REQUEST_ID.test(id)) await rm(this.#fileOf(id), { force: true })
  }

  async #write(request: PendingRequest): Promise<void> {
    await writeFileAtomically(this.#fileOf(request.id), printPendingRequest(request), { mode: 0o600 })
  }

  async #read(id: string): Promise<PendingRequest | null> {
    const text = await readFile(this.#fileOf(id), 'utf8').catch(() => null)
    const request = text === null ? null : parsePendingRequest(text)
    return request?.id === id ? request : null
  }

  #fileOf(id: string): string {
    return join(this.#folder, `${id}${ENDING}`)
  }
}

function notPending(id: string): CodedError {
  return new CodedError(
    'REQUEST_NOT_FOUND',
    `No request '${id}' is pending, it may have been decided already; 'wassette permission pending' lists those that are`,
  )
}
