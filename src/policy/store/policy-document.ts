import type { Document, Node, YAMLMap, YAMLSeq } from 'yaml'

import { loadYaml, type Yaml } from '../parse/load-yaml.ts'

/** Which rules. */
export interface ListPlace {
  readonly category: 'storage' | 'network' | 'environment'
  readonly effect: 'allow' | 'deny'
  /** The exported function whose own rules they are; the component's unless given. */
  readonly tool?: string | undefined
}

/** The text of a valid policy that is being changed; what is not touched keeps its place and its comments. */
export class PolicyDocument {
  readonly #yaml: Yaml
  readonly #document: Document
  readonly #hasPadding: boolean

  /** The text has to be a valid policy. */
  constructor(text: string) {
    this.#yaml = loadYaml()
    this.#hasPadding = !/[[{][^\s\]}]/.test(text)
    this.#document = this.#yaml.parseDocument(text)
  }

  addRule(place: ListPlace, rule: object): void {
    const list = this.#seqAt(pathOf(place))
    list.flow = false
    list.add(this.#document.createNode(rule))
  }

  /** Removes the rules at these places of a list. */
  removeRules(place: ListPlace, indices: readonly number[]): void {
    const list = this.#seqAt(pathOf(place))
    list.items = list.items.filter((_item, index) => !indices.includes(index))
  }

  /** Sets a key of the rule at this place of a list. */
  setInRule(place: ListPlace, index: number, [key, value]: readonly [string, unknown]): void {
    this.#document.setIn([...pathOf(place), index, key], this.#document.createNode(value))
  }

  /** Sets a limit, or takes it away with null. */
  setLimit(name: string, value: string | number | null): void {
    const path = ['permissions', 'resources', 'limits']
    if (value !== null) this.#mapAt(path).set(name, value)
    else if (this.#document.hasIn([...path, name])) this.#document.deleteIn([...path, name])
  }

  /** Sets how much may be kept from call to call, or takes it away with null. */
  setState(quota: string | null): void {
    const path = ['permissions', 'state']
    if (quota !== null) this.#mapAt(path).set('quota', quota)
    else if (this.#document.hasIn(path)) this.#document.deleteIn(path)
  }

  text(): string {
    return this.#document.toString({ lineWidth: 0, flowCollectionPadding: this.#hasPadding })
  }

  #mapAt(path: readonly string[]): YAMLMap {
    const found = this.#document.getIn(path, true)
    if (this.#yaml.isMap(found)) {
      // An empty map is written `{}`, and what is put into it would all stand on that line.
      if (found.items.length === 0) found.flow = false
      return found
    }
    const made = this.#inPlaceOf(found, new this.#yaml.YAMLMap())
    if (path.length > 1) this.#mapAt(path.slice(0, -1)).set(path.at(-1), made)
    else this.#document.setIn(path, made)
    return made
  }

  #seqAt(path: readonly string[]): YAMLSeq<Node> {
    const map = this.#mapAt(path.slice(0, -1))
    const name = path.at(-1) ?? ''
    const found: unknown = map.get(name, true)
    if (this.#yaml.isSeq<Node>(found)) return found
    const made = this.#inPlaceOf(found, new this.#yaml.YAMLSeq<Node>())
    map.set(name, made)
    return made
  }

  /** Comments of an empty value go over to what takes its place. */
  #inPlaceOf<T extends Node>(before: unknown, made: T): T {
    if (this.#yaml.isNode(before)) {
      made.comment = before.comment ?? null
      made.commentBefore = before.commentBefore ?? null
    }
    return made
  }
}

function pathOf({ category, effect, tool }: ListPlace): readonly string[] {
  return [...(tool === undefined ? ['permissions'] : ['tools', tool]), category, effect]
}
