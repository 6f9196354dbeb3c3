const RETRY_AFTER = /retry-after: ?(\d{1,9}(?:\.\d{1,9})?) ?(ns|us|µs|ms|s|m|h)?\b/i
const ALLOWED = /allowed: ?(\d{1,12})\/(second|minute|hour|day)\b/i
const PULL_LIMIT = /\b(?:(un)?authenticated )?pull rate limit\b/i
/** `100;w=21600`: so many in so many seconds, as Docker Hub says it. */
const QUOTA = /^(\d{1,9});w=(\d{1,9})$/

/**
 * What a registry says of its limit, from the body and the headers of a 429; null when it says nothing that is known.
 *
 * Made of numbers and our own words: a model reads it, and the text is a stranger's.
 */
export function rateLimitReason(message: string, headers: Readonly<Record<string, string>>): string | null {
  const [, wait, unit = ''] = RETRY_AFTER.exec(message) ?? []
  const [, count, per] = ALLOWED.exec(message) ?? []
  const [, pulls, seconds] = QUOTA.exec(headers['ratelimit-limit'] ?? '') ?? []
  const reasons = [
    wait === undefined ? null : `retry-after: ${wait}${unit.toLowerCase()}`,
    count === undefined || per === undefined ? null : `allowed: ${count}/${per.toLowerCase()}`,
    pullLimit(message),
    pulls === undefined ? null : `allowed: ${pulls} pulls in ${Number(seconds) / 3600} hours`,
  ].filter((reason) => reason !== null)
  return reasons.length === 0 ? null : reasons.join(', ')
}

function pullLimit(message: string): string | null {
  const limit = PULL_LIMIT.exec(message)
  if (limit === null) return null
  return limit[1] === undefined
    ? 'its limit of pulls is reached'
    : 'its limit of pulls without a login is reached'
}
