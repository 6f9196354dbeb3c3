import type { WitType } from './types.ts'

/** Prints types as WIT, and collects the declarations of those that WIT wants to be named. */
export class TypePrinter {
  readonly #declarations = new Map<string, string>()
  readonly #nameless = new Map<string, string>()

  /** `record point { x: u32, y: u32 }` and so on, in order of first use. */
  get declarations(): readonly string[] {
    return [...this.#declarations.values()]
  }

  print(type: WitType): string {
    switch (type.kind) {
      case 'list':
        return type.length === undefined
          ? `list<${this.print(type.element)}>`
          : `list<${this.print(type.element)}, ${type.length}>`
      case 'map':
        return `map<${this.print(type.key)}, ${this.print(type.value)}>`
      case 'option':
        return `option<${this.print(type.some)}>`
      case 'result':
        return this.#result(type)
      case 'tuple':
        return `tuple<${type.items.map((item) => this.print(item)).join(', ')}>`
      case 'own':
        return type.resource
      case 'borrow':
        return `borrow<${type.resource}>`
      case 'future':
      case 'stream':
        return type.element === null ? type.kind : `${type.kind}<${this.print(type.element)}>`
      case 'record':
      case 'variant':
      case 'enum':
      case 'flags':
        return this.#declare(type)
      case 'bool':
      case 'char':
      case 'string':
      case 'error-context':
      case 'f32':
      case 'f64':
      case 's8':
      case 's16':
      case 's32':
      case 's64':
      case 'u8':
      case 'u16':
      case 'u32':
      case 'u64':
        return type.kind
    }
  }

  #result({ ok, err }: WitType & { kind: 'result' }): string {
    if (ok === null && err === null) return 'result'
    const parts = [ok === null ? '_' : this.print(ok), ...(err === null ? [] : [this.print(err)])]
    return `result<${parts.join(', ')}>`
  }

  /** A type without a name of its own gets one by its kind: `record-1`. */
  #declare(type: WitType & { kind: 'record' | 'variant' | 'enum' | 'flags' }): string {
    const members = `{ ${this.#members(type).join(', ')} }`
    const name = type.name ?? this.#nameless.get(members) ?? `${type.kind}-${this.#nameless.size + 1}`
    if (type.name === undefined) this.#nameless.set(members, name)
    this.#declarations.set(name, `${type.kind} ${name} ${members}`)
    return name
  }

  #members(type: WitType & { kind: 'record' | 'variant' | 'enum' | 'flags' }): readonly string[] {
    switch (type.kind) {
      case 'record':
        return type.fields.map((field) => `${field.name}: ${this.print(field.type)}`)
      case 'variant':
        return type.cases.map((one) =>
          one.type === null ? one.name : `${one.name}(${this.print(one.type)})`,
        )
      case 'enum':
      case 'flags':
        return type.names
    }
  }
}
