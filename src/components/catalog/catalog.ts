import { describeSigner } from '#artifacts'

import type { ComponentRecord } from './component-record.ts'
import { type FoundTool, type NameRules, ToolNames } from './tool-names.ts'
import type { InstalledComponent, ListedTool } from '../types.ts'

/** What changes at once: components that are added or replaced, and ids of those that go. */
export interface CatalogChange {
  readonly put?: readonly ComponentRecord[]
  readonly remove?: readonly string[]
}

/** The components that are loaded now: the only state of this room. */
export class Catalog {
  readonly #rules: NameRules
  readonly #components = new Map<string, InstalledComponent>()
  readonly #listeners = new Set<() => void>()
  #names: ToolNames | null = null

  constructor(rules: NameRules) {
    this.#rules = rules
  }

  /** In order of id. */
  list(): readonly InstalledComponent[] {
    return [...this.#components.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }

  get(id: string): InstalledComponent | undefined {
    return this.#components.get(id)
  }

  tools(): readonly ListedTool[] {
    return this.#toolNames().listed
  }

  find(toolName: string): readonly FoundTool[] {
    return this.#toolNames().find(toolName)
  }

  /** The tool that a name means, as it is listed; null where it means none, or more than one. */
  tool(toolName: string): ListedTool | null {
    const [tool, ...others] = this.find(toolName)
    if (tool === undefined || others.length > 0) return null
    const name = this.nameOf(tool)
    return this.tools().find((listed) => listed.name === name) ?? null
  }

  /** The name that a tool is listed under. */
  nameOf(tool: FoundTool): string {
    return this.#toolNames().nameOf(tool)
  }

  /** Adds or replaces components and removes others, as one change; listeners hear of it once. */
  apply(change: CatalogChange): void {
    for (const id of change.remove ?? []) this.#components.delete(id)
    for (const record of change.put ?? []) this.#components.set(record.id, toComponent(record))
    this.#names = null
    for (const listener of this.#listeners) listener()
  }

  /** Returns what ends the subscription. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #toolNames(): ToolNames {
    this.#names ??= new ToolNames(this.list(), this.#rules)
    return this.#names
  }
}

function toComponent(record: ComponentRecord): InstalledComponent {
  const tools = record.tools.flatMap((definition, index) => {
    const found = record.functions[index]
    return found === undefined ? [] : [{ definition, function: found }]
  })
  const { id, stamp, reference, signer } = record
  const signedBy = signer === null ? {} : { signedBy: describeSigner(signer) }
  return { id, digest: stamp.digest, reference, ...signedBy, tools }
}
