import type { CollectedVocabulary } from './collect-vocabulary.ts'

/** The module that holds the list. */
export function printVocabulary({ blocks, kinds, words, texts }: CollectedVocabulary): string {
  return [
    '// Written by `npm run glue-vocabulary -- --write` from the pinned jco: what is always the same, by hash, and the rest in words.',
    '/* oxlint-disable max-lines */',
    '',
    constant('BLOCKS', blocks),
    constant('KINDS', filled(kinds)),
    constant('WORDS', filled(words)),
    constant('TEXTS', filled(texts)),
  ].join('\n')
}

function constant(name: string, lines: readonly string[]): string {
  return `export const ${name} = \`\n${lines.map((line) => `  ${line}\n`).join('')}\`\n`
}

function filled(words: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length > 110) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
