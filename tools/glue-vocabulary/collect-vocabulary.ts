import { type FunctionDeclaration, parse, type Statement } from 'acorn'

import { blockOf } from '../../src/sandbox/prepare/glue-check/fixed-blocks.ts'
import { GlueParser } from '../../src/sandbox/prepare/glue-check/glue-parser.ts'
import { keysOf, namesOf, textsOf } from '../../src/sandbox/prepare/glue-check/node-words.ts'
import { plainWords } from '../../src/sandbox/prepare/glue-check/glue-words.ts'

/** Statements that are about one component: its modules, what it imports, and all that is made of it. */
const VARYING = [
  /^let gen= /,
  /^const module\d+ = getCoreModule\(/,
  /^const (?:\{.*\}|[$\w]+) = imports(?!\['wassette:values'\])/,
  /^if \([$\w]+=== undefined\)/,
]

/** Words by which code gets out of its module, or from an object to what made it. The generator uses them in what is always the same alone. */
const OUTSIDE: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(globalThis),
  'arguments',
  'callee',
  'caller',
  'constructor',
  'import',
  'meta',
  'module',
  'prototype',
  'require',
  'window',
  'document',
  ...Object.getOwnPropertyNames(Object.prototype).filter((name) => name.startsWith('__')),
])

/** What glue is made of, each list in order. */
export interface CollectedVocabulary {
  readonly blocks: readonly string[]
  readonly kinds: readonly string[]
  readonly words: readonly string[]
  readonly texts: readonly string[]
}

/** Collects what glue is made of: from glue, and for its words from the texts of the generator as well. */
export function collectVocabulary(glue: readonly string[], texts: readonly string[]): CollectedVocabulary {
  const blocks = new Set<string>()
  const kinds = new Set<string>()
  const inside = texts.flatMap(plainWords).filter((word) => !OUTSIDE.has(word))
  const words = new Set<string>(inside)
  const said = new Set<string>(inside)
  for (const text of glue) {
    const fixed: Statement[] = []
    for (const statement of statementsOf(text)) {
      const source = text.slice(statement.start, statement.end)
      if (VARYING.some((pattern) => pattern.test(source)) || !hasItsLines(text, statement)) continue
      fixed.push(statement)
      const { head, length, hash } = blockOf(source)
      blocks.add(`${head} ${length} ${hash}`)
    }
    lookAt(without(text, fixed), { kinds, words, said })
  }
  return {
    blocks: sorted(blocks),
    kinds: sorted(kinds),
    words: sorted(words),
    texts: sorted(said.difference(words)),
  }
}

/** The statements of the one function that a module of glue exports. */
function statementsOf(text: string): readonly Statement[] {
  const { body } = parse(text, { ecmaVersion: 'latest', sourceType: 'module' })
  const functions = body.flatMap((item) =>
    item.type === 'ExportNamedDeclaration' && item.declaration?.type === 'FunctionDeclaration'
      ? [item.declaration]
      : [],
  )
  const [instantiate]: FunctionDeclaration[] = functions
  if (instantiate === undefined) throw new Error('The glue has no function')
  return instantiate.body.body
}

/** What is always the same is looked for line by line: of statements that share one it is never found. */
function hasItsLines(text: string, { start, end }: Statement): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  return before.trim() === '' && (text[end] ?? '\n') === '\n'
}

function without(text: string, statements: readonly Statement[]): string {
  let start = 0
  const kept = statements.map((statement) => {
    const before = text.slice(start, statement.start)
    start = statement.end
    return before
  })
  return [...kept, text.slice(start)].join(';')
}

interface Seen {
  readonly kinds: Set<string>
  readonly words: Set<string>
  readonly said: Set<string>
}

function lookAt(text: string, { kinds, words, said }: Seen): void {
  GlueParser.parse(text, (node) => {
    kinds.add(node.type)
    for (const word of [...namesOf(node), ...keysOf(node)].flatMap(plainWords)) words.add(word)
    for (const word of textsOf(node).flatMap(plainWords)) said.add(word)
  })
}

function sorted(items: ReadonlySet<string>): readonly string[] {
  return [...items].toSorted()
}
