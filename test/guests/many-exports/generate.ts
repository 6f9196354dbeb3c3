const COUNT = 10_000

const names = Array.from({ length: COUNT }, (_, index) => `add-${index}`)

/** A world with 10,000 functions, each of which adds its own number to its argument. */
export const wit = `package test:many-exports;
world many-exports {
${names.map((name) => `  export ${name}: func(value: u32) -> u32;`).join('\n')}
}
`

/** The core module of that world. */
export const wat = `(module
${names.map(addFunction).join('\n')})
`

function addFunction(name: string, index: number): string {
  return `(func (export "${name}") (param i32) (result i32) (i32.add (local.get 0) (i32.const ${index})))`
}
