const SHOWN_TAGS = 10

/** The last tags of a list in order, and how many there are besides. */
export function describeTags(tags: readonly string[]): string {
  const more = tags.length > SHOWN_TAGS ? ` and ${tags.length - SHOWN_TAGS} more` : ''
  return `${tags.slice(-SHOWN_TAGS).join(', ')}${more}`
}
