import { createHash } from 'node:crypto'

import type { InstalledComponent, ListedTool } from '../types.ts'

/** A tool of a component, found by name. */
export interface FoundTool {
  readonly component: InstalledComponent
  readonly index: number
}

/** Which names are taken already, and how long a name may be. */
export interface NameRules {
  readonly reserved: ReadonlySet<string>
  readonly maxLength: number
}

const HASH_LENGTH = 8

/** Every tool under a name of its own. */
export class ToolNames {
  readonly #byListedName = new Map<string, FoundTool>()
  readonly #byPlainName = new Map<string, FoundTool[]>()
  readonly #listed: ListedTool[] = []
  readonly #listedNames = new Map<string, string>()

  constructor(components: readonly InstalledComponent[], rules: NameRules) {
    for (const component of components) {
      for (const [index, { definition }] of component.tools.entries()) {
        const found = this.#byPlainName.get(definition.name)
        if (found === undefined) this.#byPlainName.set(definition.name, [{ component, index }])
        else found.push({ component, index })
      }
    }
    for (const component of components) {
      for (const index of component.tools.keys()) this.#list({ component, index }, rules)
    }
  }

  /** In the order of the components; a name that more than one wants is made unique by the component id. */
  get listed(): readonly ListedTool[] {
    return this.#listed
  }

  /** The tools that a name can mean: by its listed name one, by a plain name as many as have it. */
  find(name: string): readonly FoundTool[] {
    const listed = this.#byListedName.get(name)
    return listed === undefined ? (this.#byPlainName.get(name) ?? []) : [listed]
  }

  /** The name that a tool is listed under. */
  nameOf(tool: FoundTool): string {
    return this.#listedNames.get(keyOf(tool)) ?? ''
  }

  #list(tool: FoundTool, { reserved, maxLength }: NameRules): void {
    const { id, tools } = tool.component
    const definition = tools[tool.index]?.definition
    if (definition === undefined) return
    const wanted = this.#isContested(definition.name, reserved)
      ? `${id.replace(/[^\w-]/g, '_')}_${definition.name}`
      : definition.name
    const isFree = (name: string): boolean => this.#isFree(name, definition.name) && !reserved.has(name)
    let name = wanted
    // Whoever chooses names can choose some whose hashes begin alike: the next one is taken then.
    for (let attempt = 0; name.length > maxLength || !isFree(name); attempt++) {
      name = withHash(wanted, [id, tool.index, wanted, attempt].join('\0'), maxLength)
    }
    this.#byListedName.set(name, tool)
    this.#listedNames.set(keyOf(tool), name)
    this.#listed.push({ ...definition, name, componentId: id })
  }

  #isFree(name: string, plainName: string): boolean {
    return !this.#byListedName.has(name) && (name === plainName || !this.#byPlainName.has(name))
  }

  #isContested(name: string, reserved: ReadonlySet<string>): boolean {
    return reserved.has(name) || (this.#byPlainName.get(name)?.length ?? 0) > 1
  }
}

function keyOf({ component, index }: FoundTool): string {
  return `${index} ${component.id}`
}

function withHash(name: string, identity: string, maxLength: number): string {
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, HASH_LENGTH)
  return `${name.slice(0, maxLength - HASH_LENGTH - 1)}_${hash}`
}
