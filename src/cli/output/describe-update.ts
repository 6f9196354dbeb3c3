import { describeChange, type VersionUpdate } from '#components'

const NAMES = {
  current: 'is what is locked',
  waiting: 'leads to another version than is locked',
  accepted: 'is installed and locked',
  failed: 'cannot be looked at',
} as const

/** What an update comes to, for a terminal: a line about it, the two versions, and a line for each change. */
export function describeUpdate(update: VersionUpdate): string {
  const { reference, id, status, after, before, changes, leftOff, notes } = update
  const lines = [`${reference} (${id}) ${NAMES[status]}`, ...notes.map((note) => `  ${note}`)]
  if (status === 'current' || after === null) return lines.join('\n')
  lines.push(`  before ${describeName(before)}`, `  now    ${describeName(after)}`)
  lines.push(...changes.map((change) => `  ${describeChange(change)}`))
  if (changes.length === 0) lines.push('  No name, description, schema or wish is different')
  if (leftOff > 0) lines.push(`  … and ${leftOff} more`)
  return lines.join('\n')
}

function describeName({ digest, resolved }: VersionUpdate['before']): string {
  return resolved === null ? digest : `${digest} (${resolved})`
}
