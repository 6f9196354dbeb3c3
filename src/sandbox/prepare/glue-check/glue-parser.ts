import { type Options, Parser } from 'acorn'

/** A node of syntax as far as it is looked at. */
export interface GlueNode {
  readonly type: string
  /** Of an identifier. */
  readonly name?: string
  /** Of a literal, or of a part of a template. */
  readonly value?: unknown
  /** Of a literal, as it is written. */
  readonly raw?: string
  readonly computed?: boolean
  /** Of a method. */
  readonly kind?: string
  readonly key?: GlueNode
  /** What a meta property is about. */
  readonly meta?: GlueNode
  readonly property?: GlueNode
  readonly expression?: GlueNode
  readonly id?: unknown
  readonly declarations?: readonly { readonly id?: unknown }[] | undefined
  readonly left?: GlueNode
  readonly right?: GlueNode
}

interface Internals {
  parse(): unknown
  finishNode(node: object, type: string): GlueNode
  finishNodeAt(node: object, type: string, ...position: readonly unknown[]): GlueNode
  parseStatement(...context: readonly unknown[]): GlueNode
}

type ParserClass = new (options: Options, text: string) => Internals

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what acorn lets plugins override, but has no types for
const Base = Parser as unknown as ParserClass

/** Parses a module and shows each node when it is whole; statements are forgotten then, so that memory stays small. */
export class GlueParser extends Base {
  #onNode: (node: GlueNode) => void = () => {}

  static parse(text: string, onNode: (node: GlueNode) => void): void {
    const parser = new GlueParser({ ecmaVersion: 'latest', sourceType: 'module' }, text)
    parser.#onNode = onNode
    parser.parse()
  }

  override finishNode(node: object, type: string): GlueNode {
    return this.#seen(super.finishNode(node, type))
  }

  override finishNodeAt(node: object, type: string, ...position: readonly unknown[]): GlueNode {
    return this.#seen(super.finishNodeAt(node, type, ...position))
  }

  override parseStatement(...context: readonly unknown[]): GlueNode {
    const { type, id, declarations } = super.parseStatement(...context)
    // What is exported is asked for its names
    const names = declarations?.map((declared) => ({ id: declared.id }))
    return { type: type === 'ExpressionStatement' ? 'EmptyStatement' : type, id, declarations: names }
  }

  #seen(node: GlueNode): GlueNode {
    this.#onNode(node)
    return node
  }
}
