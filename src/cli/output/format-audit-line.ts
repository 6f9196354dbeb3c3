import { plainLine } from './plain-text.ts'

const WIDTHS = { what: 8, where: 24 }

/** One line of the audit for a person; null for what is none, such as a line that a full disk cut off. */
export function formatAuditLine(line: string): string | null {
  const entry = parse(line)
  if (entry === null) return null
  const time = text(entry['time']).replace('T', ' ').slice(0, 19)
  const where = [entry['component'], entry['tool']].map(text).filter((part) => part !== '')
  const columns = [
    time,
    whatOf(entry).padEnd(WIDTHS.what),
    where.join(' ').padEnd(WIDTHS.where),
    detailsOf(entry),
    byOf(entry),
  ]
  return columns
    .filter((column) => column !== '')
    .join('  ')
    .trimEnd()
}

type Entry = Readonly<Record<string, unknown>>

function whatOf(entry: Entry): string {
  return text(entry['decision'] ?? entry['outcome'] ?? entry['change'] ?? entry['kind'])
}

function detailsOf(entry: Entry): string {
  switch (entry['kind']) {
    case 'call':
      return [duration(entry), text(entry['code'])].filter((part) => part !== '').join(', ')
    case 'load':
    case 'unload':
      return [entry['reference'], entry['code']].map(text).join(' ').trim()
    case 'storage':
    case 'network':
    case 'environment':
    case 'state':
      return `${entry['kind']}: ${text(entry['attempt'])}${times(entry)} (${text(entry['rule'] ?? 'no rule')})`
    case 'limit':
      return `${text(entry['limit'])}: ${text(entry['message'])}`
    case 'secret':
      return `secrets: ${text(entry['keys'])}`
    case 'lost':
      return `${text(entry['count'])} entries could not be written`
    default:
      return text(entry['rule'])
  }
}

function byOf(entry: Entry): string {
  const principal = text(entry['principal'])
  return principal === '' ? '' : `by ${principal}`
}

function times({ count, bytes }: Entry): string {
  const often = typeof count === 'number' && count > 1 ? `, ${count} times` : ''
  return typeof bytes === 'number' && bytes > 0 ? `${often}, ${bytes} bytes` : often
}

function duration(entry: Entry): string {
  return typeof entry['durationMs'] === 'number' ? `${Math.round(entry['durationMs'])} ms` : ''
}

/** Paths and messages come from guests: a control character would move the cursor or colour the terminal. */
function text(value: unknown): string {
  const plain = Array.isArray(value) ? value.join(', ') : (value ?? '')
  return plainLine(typeof plain === 'string' ? plain : JSON.stringify(plain))
}

function parse(line: string): Entry | null {
  try {
    const value: unknown = JSON.parse(line)
    return isEntry(value) ? value : null
  } catch {
    return null
  }
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
