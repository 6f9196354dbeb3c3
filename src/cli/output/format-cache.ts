import type { CacheCollection, CacheListing, KeepReason } from '#components'

import { formatBytes } from './format-bytes.ts'
import { plainLine } from './plain-text.ts'

/** A listing of the cache as data for scripts. */
export function printableListing({ folder, size, artifacts, compiled }: CacheListing): unknown {
  return {
    folder,
    size,
    artifacts: artifacts.map(({ reference, digest, size, lastUsed, isComplete, keptFor }) => ({
      reference,
      digest,
      size,
      last_used: timeOf(lastUsed),
      complete: isComplete,
      kept_for: keptFor.map(describeReason),
    })),
    compiled: compiled.map(({ digest, version, size, lastUsed, keptFor }) => ({
      digest,
      version,
      size,
      last_used: timeOf(lastUsed),
      kept_for: keptFor.map(describeReason),
    })),
  }
}

/** A listing of the cache for people: a line for each thing, and the sum. */
export function describeListing({ folder, size, artifacts, compiled }: CacheListing): string {
  const rows = [
    ...artifacts.map((entry) => ({ ...entry, name: plain(entry.reference) })),
    ...compiled.map((entry) => ({ ...entry, name: '(made ready to run)' })),
  ]
  const width = Math.max(0, ...rows.map(({ name }) => name.length))
  const lines = rows.map(({ name, digest, size, lastUsed, keptFor }) =>
    [
      name.padEnd(width),
      shortDigest(digest),
      formatBytes(size).padStart(10),
      timeOf(lastUsed).slice(0, 16),
      keptFor.length === 0 ? 'goes with the next collection' : keptFor.map(describeReason).join(', '),
    ].join('  '),
  )
  return [...lines, `${formatBytes(size)} in ${folder}`].join('\n')
}

/** A collection as data for scripts. */
export function printableCollection({ maxBytes, ...collection }: CacheCollection): unknown {
  return { ...collection, max_size: maxBytes }
}

/** A collection for people: what goes, and the sum. */
export function describeCollection(
  { references, removed, freed, left, maxBytes }: CacheCollection,
  { isDryRun }: { readonly isDryRun: boolean },
): string {
  const verb = isDryRun ? 'would be freed' : 'freed'
  const over = maxBytes !== null && left > maxBytes
  const cap = over ? `, over the ${formatBytes(maxBytes)} that are wanted: the rest is in use` : ''
  return [
    ...references.map((reference) => `reference  ${plain(reference)}`),
    ...removed.map(({ kind, digest, size }) =>
      [kind.padEnd(9), shortDigest(digest), formatBytes(size).padStart(10)].join('  '),
    ),
    `${formatBytes(freed)} ${verb}, ${formatBytes(left)} left${cap}`,
  ].join('\n')
}

/** Why something is kept, in words. */
function describeReason(reason: KeepReason): string {
  switch (reason.kind) {
    case 'installed':
      return `installed as ${reason.id}`
    case 'locked':
      return `locked in ${reason.file}`
    case 'replaced':
      return `was installed as ${reason.id}`
    case 'referenced':
      return 'referenced'
    case 'attached':
      return `about ${shortDigest(reason.subject)}`
    case 'recent':
      return 'used lately'
  }
}

/** Records lie in files that others may have written: control characters would redraw the terminal. */
function plain(reference: string | null): string {
  return reference === null ? '(no reference)' : plainLine(reference)
}

function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12)
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
