import type { LineCounter, Node } from 'yaml'

import { CodedError, describeError } from '#platform'

import { loadYaml, type Yaml } from './load-yaml.ts'
import { hasMoreMarks, MAX_FOREIGN_MARKS } from './yaml-marks.ts'

/** A piece of a document that knows where it stands. */
export type Part = MapPart | ListPart | ScalarPart

interface Placed {
  readonly file: string
  readonly line: number
}

/** Keys in the order of the file. */
export interface MapPart extends Placed {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Part>
}

/** A sequence. */
export interface ListPart extends Placed {
  readonly kind: 'list'
  readonly items: readonly Part[]
}

/** `text` is how it is written: `1.0` stays `1.0`. */
export interface ScalarPart extends Placed {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  readonly text: string
}

/** Far above every policy that people write; the library takes seconds for some texts that are longer. */
const MAX_CHARACTERS = 64 * 1024

/** Where a text comes from. */
export interface YamlSource {
  /** Its name, for messages. */
  readonly file: string
  /** Whether it came along with a component: whoever wrote it may want to keep the server busy. */
  readonly isForeign?: boolean
}

/** Reads YAML 1.2 without aliases; null for an empty document. @throws CodedError `POLICY_INVALID` with file and line */
export function readYaml(text: string, { file, isForeign = false }: YamlSource): Part | null {
  if (text.length > MAX_CHARACTERS) {
    throw new CodedError('POLICY_INVALID', `Shorten '${file}' to ${MAX_CHARACTERS} characters`)
  }
  if (isForeign && hasMoreMarks(text, MAX_FOREIGN_MARKS)) {
    throw new CodedError(
      'POLICY_INVALID',
      `'${file}' says more than an author may ask for, see what it really needs`,
    )
  }
  const yaml = loadYaml()
  const lineCounter = new yaml.LineCounter()
  try {
    const document = yaml.parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false })
    const [problem] = document.errors
    if (problem !== undefined) throw invalid(file, lineOf(lineCounter, problem.pos[0]), problem.message)
    return document.contents === null ? null : toPart(document.contents, { file, lineCounter, yaml })
  } catch (error) {
    if (error instanceof CodedError) throw error
    throw new CodedError('POLICY_INVALID', `Fix '${file}': ${describeError(error)}`, { cause: error })
  }
}

/** The error for a piece that is not as it should be. */
export function invalidPart({ file, line }: Placed, message: string): CodedError {
  return invalid(file, line, message)
}

/** The piece as a map; an empty one where nothing is written. @throws CodedError `POLICY_INVALID` */
export function mapOf(part: Part | undefined, name: string): ReadonlyMap<string, Part> {
  if (part === undefined || isNull(part)) return new Map()
  if (part.kind === 'map') return part.entries
  throw invalidPart(part, `'${name}' is a map of keys and values`)
}

/** The piece as a list, or null where nothing is written. @throws CodedError `POLICY_INVALID` */
export function listOf(part: Part | undefined, name: string): readonly Part[] | null {
  if (part === undefined || isNull(part)) return null
  if (part.kind === 'list') return part.items
  throw invalidPart(part, `'${name}' is a list`)
}

/** The piece as text. @throws CodedError `POLICY_INVALID` */
export function textOf(part: Part, name: string): string {
  if (part.kind === 'scalar' && part.value !== null) return part.text
  throw invalidPart(part, `'${name}' is a text`)
}

/** The piece as true or false. @throws CodedError `POLICY_INVALID` */
export function flagOf(part: Part, name: string): boolean {
  if (part.kind === 'scalar' && typeof part.value === 'boolean') return part.value
  throw invalidPart(part, `'${name}' is true or false`)
}

/** Runs a parser of a piece, so that its error says where the piece stands. */
export function within<T>(part: Part, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === 'POLICY_INVALID') throw error
    throw invalidPart(part, error.message)
  }
}

function isNull(part: Part): boolean {
  return part.kind === 'scalar' && part.value === null
}

interface ReadContext {
  readonly file: string
  readonly lineCounter: LineCounter
  readonly yaml: Yaml
}

function toPart(node: Node, context: ReadContext, keyLine?: number): Part {
  const { file, lineCounter, yaml } = context
  const lineOfNode = ({ range }: Node) => lineOf(lineCounter, range?.[0] ?? 0)
  const place = { file, line: keyLine ?? lineOfNode(node) }
  // An alias can make a few lines stand for millions of rules.
  if (yaml.isAlias(node)) throw invalidPart(place, 'Write it out instead of an alias')
  if (yaml.isSeq<Node>(node)) {
    return { kind: 'list', ...place, items: node.items.map((item) => toPart(item, context)) }
  }
  if (!yaml.isMap<Node, Node | null>(node)) return { kind: 'scalar', ...place, ...scalarOf(node, yaml) }
  const entries = new Map<string, Part>()
  for (const { key, value } of node.items) {
    if (!yaml.isScalar(key)) throw invalidPart(place, 'A key is a plain text')
    const [name, line] = [String(key.value), lineOfNode(key)]
    // The library compares every key with every other, which takes half a minute for a hostile file.
    if (entries.has(name)) throw invalidPart({ file, line }, `The key '${name}' stands there twice`)
    const nothing: Part = { kind: 'scalar', file, line, value: null, text: '' }
    entries.set(name, value === null ? nothing : toPart(value, context, line))
  }
  return { kind: 'map', ...place, entries }
}

function scalarOf(node: Node, { isScalar }: Yaml): Pick<ScalarPart, 'value' | 'text'> {
  if (!isScalar(node)) return { value: null, text: '' }
  const { value, source } = node
  if (typeof value === 'string') return { value, text: value }
  const isPlain = typeof value === 'number' || typeof value === 'boolean'
  return isPlain ? { value, text: source ?? String(value) } : { value: null, text: '' }
}

function lineOf(lineCounter: LineCounter, offset: number): number {
  return lineCounter.linePos(offset).line
}

function invalid(file: string, line: number, message: string): CodedError {
  return new CodedError('POLICY_INVALID', `Fix line ${line} of '${file}': ${message}`)
}
