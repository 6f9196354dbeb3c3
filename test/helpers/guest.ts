import { pathToFileURL } from 'node:url'

import { findGuests } from '../../tools/build-guests/guest-folder.ts'
import { guestFile } from '../../tools/build-guests/guest-store.ts'

/** Returns the absolute path of the component `name` of `test/guests` or `examples`; builds it first where it is not committed. */
export async function guestPath(name: string): Promise<string> {
  const guests = await findGuests()
  const guest = guests.find((candidate) => candidate.name === name)
  if (guest === undefined) throw new Error(`No guest is named '${name}' in test/guests or examples`)
  return guestFile(guest)
}

/** Returns the `file://` reference of a component, for `load-component`. */
export async function guestReference(name: string): Promise<string> {
  return pathToFileURL(await guestPath(name)).href
}
