import { roomOf, targetRoom } from './check.ts'
import type { ImportEdge } from './read-imports.ts'
import { ROOMS } from './rooms.ts'

const BEGIN = '<!-- picture: written by `npm run architecture` -->'
const END = '<!-- end of picture -->'

/** The document with the picture of the rooms as the imports draw it. */
export function withPicture(document: string, edges: readonly ImportEdge[]): string {
  const begin = document.indexOf(BEGIN)
  const end = document.indexOf(END)
  if (begin === -1 || end === -1) throw new Error(`The document has no place for the picture: '${BEGIN}'`)
  return `${document.slice(0, begin + BEGIN.length)}\n\n${drawPicture(edges)}\n\n${document.slice(end)}`
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
