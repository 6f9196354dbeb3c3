import { TypePrinter } from './print-type.ts'
import type { WitFunction, WitWorld } from './types.ts'

/**
 * Prints what a component imports and exports as WIT, for people: imported interfaces by name alone.
 *
 * @see https://component-model.bytecodealliance.org/design/wit.html
 */
export function printWit({ imports, functions }: WitWorld): string {
  const owners = [...new Set(functions.map((fn) => fn.interface))].filter((owner) => owner !== null)
  const world = [
    ...imports.map((name) => `import ${name};`),
    ...owners.map((owner) => `export ${owner};`),
    ...scope(
      functions.filter((fn) => fn.interface === null),
      'export ',
    ),
  ]
  const blocks = owners.map((owner) =>
    block(
      `interface ${owner}`,
      scope(
        functions.filter((fn) => fn.interface === owner),
        '',
      ),
    ),
  )
  return [block('world component', world), ...blocks].join('\n')
}

function block(head: string, lines: readonly string[]): string {
  return `${head} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`
}

function scope(functions: readonly WitFunction[], prefix: string): readonly string[] {
  const types = new TypePrinter()
  const signatures = functions.map((fn) => `${prefix}${fn.name}: ${signature(fn, types)};`)
  return [...types.declarations, ...signatures]
}

function signature({ isAsync, parameters, result }: WitFunction, types: TypePrinter): string {
  const list = parameters.map(({ name, type }) => `${name}: ${types.print(type)}`).join(', ')
  const returns = result === null ? '' : ` -> ${types.print(result)}`
  return `${isAsync ? 'async ' : ''}func(${list})${returns}`
}
