import { resolve } from 'node:path'

/** Where macOS and Linux keep what the root has links to, and the names of those links. */
const LINKS = [
  { to: '/private', from: /^\/(?:tmp|var|etc)$/ },
  { to: '/usr', from: /^\/(?:bin|sbin|lib(?:x?32|64)?)$/ },
] as const

/**
 * Whether a link is one with which the system keeps the old name of a folder of its own.
 *
 * Any other in the root, such as `/data`, is an administrator's, who may turn it elsewhere after a grant.
 */
export function isSystemLink(place: string, target: string): boolean {
  return LINKS.some(({ to, from }) => from.test(place) && resolve('/', target) === `${to}${place}`)
}
