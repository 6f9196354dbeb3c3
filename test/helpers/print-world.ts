import type { WitType, WitWorld } from '#wit'

/**
 * Prints a world as WIT, for the tool chain to build a component from, and the same world with the names that its
 * records, variants, enums and flags get by that.
 */
export function printWorld(world: WitWorld): { text: string; named: WitWorld } {
  const interfaces = [...new Set(world.functions.map((fn) => fn.interface))].filter((name) => name !== null)
  const parts = [null, ...interfaces].map((owner) => new ScopePrinter(world, owner))
  const [root, ...others] = parts
  const exported = interfaces.map((name) => `  export ${shortName(name)};\n`).join('')
  return {
    text: [
      'package test:printed@1.2.3;\n',
      ...others.map(
        (part, index) => `interface ${shortName(interfaces[index] ?? '')} {\n${part.text('')}}\n`,
      ),
      `world printed {\n${root?.text('export ') ?? ''}${exported}}\n`,
    ].join('\n'),
    named: { imports: world.imports, functions: parts.flatMap((part) => part.functions) },
  }
}

function shortName(owner: string): string {
  return owner.replace(/^.*\//, '').replace(/@.*$/, '')
}

class ScopePrinter {
  readonly functions: WitWorld['functions']
  readonly #declarations: string[] = []
  readonly #signatures: string[]

  constructor({ functions }: WitWorld, owner: string | null) {
    const own = functions.filter((fn) => fn.interface === owner)
    const printed = own.map((fn) => {
      const parameters = fn.parameters.map((parameter) => ({ ...parameter, ...this.#print(parameter.type) }))
      const result = fn.result === null ? null : this.#print(fn.result)
      const list = parameters.map(({ name, text }) => `%${name}: ${text}`).join(', ')
      const returns = result === null ? '' : ` -> ${result.text}`
      return {
        signature: `%${fn.name}: ${fn.isAsync ? 'async ' : ''}func(${list})${returns};\n`,
        fn: {
          ...fn,
          parameters: parameters.map(({ name, type }) => ({ name, type })),
          result: result?.type ?? null,
        },
      }
    })
    this.functions = printed.map(({ fn }) => fn)
    this.#signatures = printed.map(({ signature }) => signature)
  }

  text(prefix: string): string {
    return [...this.#declarations, ...this.#signatures.map((signature) => `  ${prefix}${signature}`)].join('')
  }

  #declare(keyword: string, members: readonly string[]): string {
    const name = `t${this.#declarations.length}`
    this.#declarations.push(`  ${keyword} ${name} { ${members.join(', ')} }\n`)
    return name
  }

  #print(type: WitType): { text: string; type: WitType } {
    switch (type.kind) {
      case 'list': {
        const { text, type: element } = this.#print(type.element)
        return type.length === undefined
          ? { text: `list<${text}>`, type: { ...type, element } }
          : { text: `list<${text}, ${type.length}>`, type: { ...type, element } }
      }
      case 'map': {
        const { text, type: value } = this.#print(type.value)
        return { text: `map<${type.key.kind}, ${text}>`, type: { ...type, value } }
      }
      case 'option': {
        const { text, type: some } = this.#print(type.some)
        return { text: `option<${text}>`, type: { kind: 'option', some } }
      }
      case 'result': {
        const ok = type.ok === null ? null : this.#print(type.ok)
        const err = type.err === null ? null : this.#print(type.err)
        const text =
          ok === null && err === null ? 'result' : `result<${ok?.text ?? '_'}, ${err?.text ?? '_'}>`
        return {
          text: text.replace(', _>', '>'),
          type: { kind: 'result', ok: ok?.type ?? null, err: err?.type ?? null },
        }
      }
      case 'tuple': {
        const items = type.items.map((item) => this.#print(item))
        return {
          text: `tuple<${items.map(({ text }) => text).join(', ')}>`,
          type: { kind: 'tuple', items: items.map((item) => item.type) },
        }
      }
      case 'record': {
        const fields = type.fields.map((field) => ({ name: field.name, ...this.#print(field.type) }))
        const name = this.#declare(
          'record',
          fields.map((field) => `%${field.name}: ${field.text}`),
        )
        return {
          text: name,
          type: {
            kind: 'record',
            fields: fields.map((field) => ({ name: field.name, type: field.type })),
            name,
          },
        }
      }
      case 'variant': {
        const cases = type.cases.map((one) => ({
          name: one.name,
          payload: one.type === null ? null : this.#print(one.type),
        }))
        const name = this.#declare(
          'variant',
          cases.map((one) => `%${one.name}${one.payload === null ? '' : `(${one.payload.text})`}`),
        )
        return {
          text: name,
          type: {
            kind: 'variant',
            cases: cases.map((one) => ({ name: one.name, type: one.payload?.type ?? null })),
            name,
          },
        }
      }
      case 'enum':
      case 'flags': {
        const name = this.#declare(
          type.kind,
          type.names.map((one) => `%${one}`),
        )
        return { text: name, type: { ...type, name } }
      }
      case 'own':
      case 'borrow':
      case 'future':
      case 'stream':
        throw new Error(`Worlds with a ${type.kind} are not printed`)
      case 'bool':
      case 's8':
      case 's16':
      case 's32':
      case 's64':
      case 'u8':
      case 'u16':
      case 'u32':
      case 'u64':
      case 'f32':
      case 'f64':
      case 'char':
      case 'string':
      case 'error-context':
        return { text: type.kind, type }
    }
  }
}
