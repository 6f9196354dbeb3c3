import { closeSync, createReadStream, createWriteStream, openSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { guestPath } from '../../test/helpers/guest.ts'
import { inTurns } from '../measure/in-turns.ts'
import { ratios } from '../measure/ratios.ts'
import { timed } from '../measure/timed.ts'
import type { Measurement, Question } from '../question.ts'
import { ConnectedServer } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'
import { resultOf } from '../servers/result-of.ts'
import { writePolicy } from '../servers/write-policy.ts'

const BYTES = 64 * 1024 * 1024
const OPENS = 500
const CHUNK_BYTES = 64 * 1024

/** What files cost a guest, against the same work in plain Node. */
export const FILES: Question = {
  name: 'files',
  asks: 'How long does a guest take to open a granted file, and to read and write 64 MiB?',
  async answer({ quick, scratch }) {
    const folder = await scratch.folder('files')
    await writeFile(join(folder, 'big'), Buffer.alloc(BYTES, 1))
    const installation = await Installation.create(scratch)
    const id = await installation.load(await guestPath('tries-files'))
    await writePolicy(installation.componentDir, id, {
      storage: { allow: [{ uri: `fs://${folder}`, access: ['read', 'write'] }] },
    })
    await using server = await ConnectedServer.start(installation.server)
    const guest = (name: string, args: object) =>
      timed(() => resultOf(server.client, name, { directory: folder, ...args }))
    await guest('open-folders', { path: '.', times: 1 })
    const rounds = await inTurns(quick ? 1 : 7, {
      openGuest: () => guest('open-folders', { path: '.', times: OPENS }),
      openNode: () => timed(async () => openOften(folder)),
      readGuest: () => guest('read-through', { path: 'big' }),
      readNode: () => timed(() => pipeline(createReadStream(join(folder, 'big')), drain)),
      writeGuest: () => guest('write-through', { path: 'guest', bytes: BYTES }),
      writeNode: () =>
        timed(() => pipeline(Readable.from(chunks()), createWriteStream(join(folder, 'node')))),
    })
    return [
      { name: `${OPENS} opens of a folder`, unit: 'ms', samples: rounds.openGuest },
      against('opens', rounds.openGuest, rounds.openNode),
      { name: 'read 64 MiB', unit: 'ms', samples: rounds.readGuest },
      { ...against('read', rounds.readGuest, rounds.readNode), aim: 1.3 },
      { name: 'write 64 MiB', unit: 'ms', samples: rounds.writeGuest },
      against('write', rounds.writeGuest, rounds.writeNode),
    ]
  },
}

function against(name: string, guest: readonly number[], node: readonly number[]): Measurement {
  return { name: `${name}: guest / plain Node`, unit: '×', samples: ratios(guest, node) }
}

function openOften(folder: string): void {
  for (let count = 0; count < OPENS; count++) closeSync(openSync(folder, 'r'))
}

async function drain(source: AsyncIterable<Buffer>): Promise<void> {
  let bytes = 0
  for await (const chunk of source) bytes += chunk.length
  if (bytes !== BYTES) throw new Error(`${bytes} bytes were read`)
}

function* chunks(): Generator<Buffer> {
  const chunk = Buffer.alloc(CHUNK_BYTES, 1)
  for (let sent = 0; sent < BYTES; sent += CHUNK_BYTES) yield chunk
}
