import { statSync } from 'node:fs'
import { relative } from 'node:path'

import { REPOSITORY, findGuests } from './build-guests/guest-folder.ts'
import { rebuildGuest } from './build-guests/guest-store.ts'

const wanted = new Set(process.argv.slice(2))
const guests = await findGuests()
const unknown = [...wanted].filter((name) => !guests.some((guest) => guest.name === name))
if (unknown.length > 0) {
  const names = guests.map((guest) => guest.name).join(', ')
  console.error(`No guest is named ${unknown.join(', ')}; there are: ${names}`)
  process.exit(1)
}

for (const guest of guests.filter(({ name }) => wanted.size === 0 || wanted.has(name))) {
  try {
    const path = await rebuildGuest(guest)
    console.log(`${guest.name}: ${relative(REPOSITORY, path)}, ${statSync(path).size} bytes`)
  } catch (error) {
    console.error(`${guest.name}: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
