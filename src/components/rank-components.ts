import type { KnownComponent } from '#artifacts'

/**
 * The components that fit a query, best first: each of its words counts by where it stands, as Wassette weighs it. All of
 * them, in the order of the list, where nothing is asked for.
 */
export function rankComponents(
  components: readonly KnownComponent[],
  query: string,
): readonly KnownComponent[] {
  const terms = query
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '')
  if (terms.length === 0) return components
  return components
    .map((component) => ({ component, score: scoreOf(component, terms) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .map(({ component }) => component)
}

function scoreOf(component: KnownComponent, terms: readonly string[]): number {
  const [name, description, uri] = [component.name, component.description, component.uri].map((text) =>
    text.toLowerCase(),
  )
  if (name === undefined || description === undefined || uri === undefined) return 0
  const scores = terms.map(
    (term) => scoreOfName(name, term) + scoreOfDescription(description, term) + (uri.includes(term) ? 5 : 0),
  )
  return scores.reduce((sum, score) => sum + score, 0)
}

function scoreOfName(name: string, term: string): number {
  if (name === term) return 100
  if (name.startsWith(term)) return 50
  return name.includes(term) ? 20 : 0
}

function scoreOfDescription(description: string, term: string): number {
  if (description.startsWith(term)) return 15
  return description.includes(term) ? 10 : 0
}
