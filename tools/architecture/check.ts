import { READERS_IN_GUEST_PROCESS, ROOMS, SHARED_WITH_GUEST_PROCESS } from './rooms.ts'
import type { ImportEdge } from './read-imports.ts'

/** What is wrong with the imports, one sentence each. */
export function findViolations(edges: readonly ImportEdge[]): readonly string[] {
  return [...edges.flatMap(violationOf), ...findCycles(edges)]
}

/** The room that a file beneath `src/` stands in: the longest path that fits. */
export function roomOf(file: string): string | null {
  const fitting = Object.entries(ROOMS).filter(([, { path }]) => file === path || file.startsWith(path))
  return fitting.toSorted(([, a], [, b]) => b.path.length - a.path.length)[0]?.[0] ?? null
}

/** The room that an import leads to, or null when it leads out of the house. */
export function targetRoom(edge: ImportEdge): string | null {
  if (edge.to.startsWith('#')) return edge.to.slice(1)
  return edge.to.endsWith('.ts') ? roomOf(edge.to) : null
}

function violationOf(edge: ImportEdge): string[] {
  const from = roomOf(edge.from)
  if (from === null) return [`${edge.from} stands in no room: give it one in tools/architecture/rooms.ts`]
  const to = targetRoom(edge)
  if (to === null || to === from) return []
  const isRoomDoor = edge.to.startsWith('#') || to === 'compose'
  if (SHARED_WITH_GUEST_PROCESS.some((path) => edge.to.startsWith(path))) return []
  if (from === 'guest-process' && READERS_IN_GUEST_PROCESS.some((path) => edge.to.startsWith(path))) return []
  if (from === 'guest-process')
    return [`${edge.from} imports ${edge.to}: the guest process shares its protocol alone`]
  if (!isRoomDoor) return [`${edge.from} imports ${edge.to}: another room is entered by its door, #${to}`]
  if (to === 'platform' || ROOMS[from]?.imports.includes(to) === true) return []
  return [`${edge.from} imports #${to}: ${from} may import ${ROOMS[from]?.imports.join(', ') || 'nothing'}`]
}

function findCycles(edges: readonly ImportEdge[]): string[] {
  const targets = Map.groupBy(
    edges.filter(({ to }) => to.endsWith('.ts')),
    ({ from }) => from,
  )
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push(`A cycle: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`)
    if (done.has(file) || path.includes(file)) return
    for (const { to } of targets.get(file) ?? []) visit(to, [...path, file])
    done.add(file)
  }
  for (const file of targets.keys()) visit(file, [])
  return cycles
}
