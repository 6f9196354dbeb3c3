import { MARK, withoutFixedBlocks } from './fixed-blocks.ts'
import { type GlueNode, GlueParser } from './glue-parser.ts'
import { plainWords } from './glue-words.ts'
import { keysOf, namesOf, textsOf } from './node-words.ts'
import type { GlueVocabulary } from './vocabulary.ts'

const ASCII = /^[\x20-\x7e\s]*$/

/** How much of a part that is not expected a message shows. */
const MAX_SHOWN_LENGTH = 60

/**
 * Why a text is not what the pinned generator writes for a component that has our names, or null.
 *
 * What it always writes has to be there byte for byte. Of the rest each kind of syntax and each word, of identifiers and of
 * texts, has to be one that it uses; words that lead out of the module are none of them.
 */
export function whyNotGlue(text: string, vocabulary: GlueVocabulary): string | null {
  const { text: rest, marks } = withoutFixedBlocks(text, vocabulary.blocks)
  const seen = { marks: 0, markedStatements: 0, constructors: 0, constructorNames: 0 }
  const look = (node: GlueNode): void => {
    if (node.name === MARK) seen.marks += 1
    else assertExpected(node, vocabulary)
    if (node.expression?.name === MARK && node.type === 'ExpressionStatement') seen.markedStatements += 1
    if (node.type === 'Identifier' && node.name === 'constructor') seen.constructorNames += 1
    if (node.type === 'MethodDefinition' && node.kind === 'constructor') seen.constructors += 1
  }
  try {
    GlueParser.parse(rest, look)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  if (seen.constructorNames !== seen.constructors) return 'It asks for a constructor'
  // Inside a text or a comment a helper could turn what is around it inside out
  const areInPlace = seen.marks === marks && seen.markedStatements === marks
  return areInPlace ? null : 'What is always the same stands where it never stands'
}

function assertExpected(node: GlueNode, { kinds, words, texts }: GlueVocabulary): void {
  if (!kinds.has(node.type)) throw new Error(`It has syntax that is not expected: ${node.type}`)
  if (node.type === 'MetaProperty' && node.meta?.name !== 'new') throw notExpected('import.meta')
  for (const name of namesOf(node)) assertWords(name, words)
  for (const text of textsOf(node)) assertText(text, texts)
  for (const key of keysOf(node)) assertWords(key, words)
  if (node.computed === true && node.property !== undefined && isMadeOfText(node.property)) {
    throw notExpected('a key that is put together')
  }
}

function assertWords(text: string, known: ReadonlySet<string>): void {
  if (!ASCII.test(text)) throw notExpected(text)
  const unknown = plainWords(text).find((word) => !known.has(word))
  if (unknown !== undefined) throw notExpected(unknown)
}

/** The words of names have this one too, but as a text it could become a key of anything, by way of a variable. */
function assertText(text: string, texts: ReadonlySet<string>): void {
  if (text === 'constructor') throw notExpected(text)
  assertWords(text, texts)
}

/** The words of its parts may be harmless one by one. */
function isMadeOfText(key: GlueNode): boolean {
  if (key.type === 'TemplateLiteral' || key.type === 'CallExpression') return true
  return [key.left, key.right].some(
    (side) => side !== undefined && (typeof side.value === 'string' || isMadeOfText(side)),
  )
}

function notExpected(what: string): Error {
  return new Error(`It has a word that is not expected: ${what.slice(0, MAX_SHOWN_LENGTH)}`)
}
