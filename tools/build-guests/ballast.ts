const FUNCTION_BYTES = 1_050
const STEPS = 40

/** The world of the guests that differ in size alone. */
export const wit = `package test:adds;
world adds {
  export add: func(a: u32, b: u32) -> u32;
}
`

/** The core text of that world, with functions beside `add` that make the component about `bytes` big. */
export function textOfSize(bytes: number): string {
  const count = Math.floor(bytes / FUNCTION_BYTES)
  const functions = Array.from({ length: count }, (_, index) => ballastFunction(index))
  // In a table, so that no tool takes them for dead code.
  const names = functions.map((_, index) => `$ballast-${index}`).join(' ')
  return `(module
  (memory 1)
  (func (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  ${functions.join('\n  ')}
  (table funcref (elem ${names})))
`
}

function ballastFunction(index: number): string {
  const steps = Array.from({ length: STEPS }, (_, step) => ballastStep(index * STEPS + step))
  return `(func $ballast-${index} (param i32 i32) (result i32) ${steps.join(' ')} (local.get 0))`
}

function ballastStep(seed: number): string {
  const constant = Math.imul(seed + 1, 0x9e3779b1)
  const address = (seed * 4) % 65_536
  return `(if (i32.lt_u (local.get 0) (i32.const ${constant})) (then (local.set 0 (i32.xor (i32.load offset=${address} (local.get 1)) (i32.const ${seed})))))`
}
