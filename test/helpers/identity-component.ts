import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools'

/** As many cases and flags as one byte and one number hold. */
const NAMES_OF_A_TYPE = 32

const PACKAGE = 'test:identity'

/**
 * A component that has each name wherever WIT has names: function of the world, interface, function of an interface,
 * parameter, type, field, case, flag. Each function gives back what it is given.
 *
 * @param names different ones, also without regard to case
 */
export async function identityComponent(names: readonly string[]): Promise<Uint8Array> {
  const witSource = `package ${PACKAGE};
    interface the-functions { ${lines(names, (name) => identity(name))} }
    interface the-records { ${lines(names, (name) => `record %${name} { %${name}: u32 }`)}
      ${lines(names, (name, index) => identity(`the-record-${index}`, `%${name}`))} }
    interface the-groups {
      ${lines(groupsOf(names), (group, index) => `enum the-enum-${index} { ${listed(group)} } flags the-flags-${index} { ${listed(group)} }`)}
      ${lines(groupsOf(names), (_, index) => identity(`of-enum-${index}`, `the-enum-${index}`))}
      ${lines(groupsOf(names), (_, index) => identity(`of-flags-${index}`, `the-flags-${index}`))} }
    ${lines(names, (name) => `interface %${name} { ${identity(name)} }`)}
    world the-world {
      ${lines(names, (name) => `export ${identity(name)} export %${name};`)}
      export the-functions; export the-records; export the-groups;
    }`
  const binary = await parse(`(module ${lines(exportsOf(names), coreIdentity)})`)
  return componentNew(await componentEmbed({ binary, witSource }))
}

function exportsOf(names: readonly string[]): readonly string[] {
  return [
    ...names,
    ...names.map((name) => inside(name, name)),
    ...names.map((name) => inside('the-functions', name)),
    ...names.map((_, index) => inside('the-records', `the-record-${index}`)),
    ...groupsOf(names).map((_, index) => inside('the-groups', `of-enum-${index}`)),
    ...groupsOf(names).map((_, index) => inside('the-groups', `of-flags-${index}`)),
  ]
}

function identity(name: string, type = 'u32'): string {
  return `%${name}: func(%${name}: ${type}) -> ${type};`
}

function inside(scope: string, name: string): string {
  return `${PACKAGE}/${scope}#${name}`
}

function coreIdentity(name: string): string {
  return `(func (export "${name}") (param i32) (result i32) local.get 0)`
}

function groupsOf(names: readonly string[]): readonly (readonly string[])[] {
  return names.flatMap((_, index) =>
    index % NAMES_OF_A_TYPE === 0 ? [names.slice(index, index + NAMES_OF_A_TYPE)] : [],
  )
}

function lines<Item>(items: readonly Item[], write: (item: Item, index: number) => string): string {
  return items.map(write).join('\n')
}

function listed(names: readonly string[]): string {
  return names.map((name) => `%${name}`).join(', ')
}
