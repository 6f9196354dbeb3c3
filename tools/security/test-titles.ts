/** `it('title'`, also with the title on the next line; template literals as they are written. */
const TITLE = /\bit\(\s*(?<quote>['"`])(?<title>(?:\\.|(?!\k<quote>).)*)\k<quote>/gs

/** The titles of the tests in a source text, in order. */
export function testTitles(source: string): readonly string[] {
  return [...source.matchAll(TITLE)].map(({ groups }) => groups?.['title'] ?? '')
}

/** What the name of a test that runs looks like; `${…}` in the title can be anything. */
export function titlePattern(title: string): RegExp {
  const parts = title.split(/\$\{(?:[^{}]|\{[^}]*\})*\}/).map((part) => RegExp.escape(part))
  return new RegExp(`(?:^| )${parts.join('.*')}$`, 's')
}
