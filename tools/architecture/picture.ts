import { withMarked } from '../marked-part.ts'
import { roomOf, targetRoom } from './check.ts'
import type { ImportEdge } from './read-imports.ts'
import { ROOMS } from './rooms.ts'

const MARKS = ['<!-- picture: written by `npm run architecture` -->', '<!-- end of picture -->'] as const

/** The document with the picture of the rooms as the imports draw it. */
export function withPicture(document: string, edges: readonly ImportEdge[]): string {
  return withMarked(document, MARKS, drawPicture(edges))
}

function drawPicture(edges: readonly ImportEdge[]): string {
  const arrows = edges.flatMap((edge) => {
    const from = roomOf(edge.from)
    const to = targetRoom(edge)
    return from === null || to === null || from === to || to === 'platform' ? [] : [`  ${from} --> ${to}`]
  })
  const rooms = Object.keys(ROOMS).filter((room) => room !== 'platform')
  const table = Object.entries(ROOMS).map(
    ([name, { path, holds }]) => `| ${name} | \`src/${path}\` | ${holds} |`,
  )
  return [
    '```mermaid',
    'flowchart TD',
    ...rooms.map((room) => `  ${room}`),
    ...[...new Set(arrows)].toSorted(),
    '```',
    '',
    'Every room may import `platform`, which imports none.',
    '',
    '| room | where | holds |',
    '| --- | --- | --- |',
    ...table,
  ].join('\n')
}
