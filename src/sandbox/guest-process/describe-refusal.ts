/**
 * Says in one line why jco refuses a component.
 *
 * When it panics its error says only that it trapped; what it `printed` says why.
 */
export function describeRefusal(message: string, printed: string): string {
  const panic = /panicked at [^\n]*\n(?<why>[^\n]+)/.exec(printed)?.groups?.['why']
  if (panic === undefined) return oneLine(message)
  const [, feature] = /message: "(?<feature>\w+) feature required/.exec(panic) ?? []
  if (feature !== undefined)
    return `it needs ${feature.replaceAll('_', ' ')}, which the generator does not know`
  const [, missing] = /^not implemented: (.+)$/.exec(panic) ?? []
  if (missing !== undefined) return `the generator has no ${missing}`
  return oneLine(`the generator stopped at it: ${panic}`)
}

/** An error and its causes, which jco writes below each other. */
function oneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\d+:\s*)?/, '').trimEnd())
    .filter((line) => line !== '' && line !== 'Caused by:')
    .join(': ')
}
