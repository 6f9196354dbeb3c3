const LONG = Array.from({ length: 40 }, () => 'long').join('-')
const VERY_LONG = Array.from({ length: 2_000 }, () => 'long').join('-')

/** Names that a schema, a JavaScript object or a tool list may trip over; each function adds its number to `constructor`. */
const NAMES = [
  LONG,
  `${LONG}-too`,
  VERY_LONG,
  'load-component',
  'list-components',
  'constructor',
  'to-string',
  'has-own-property',
  'value-of',
  'await',
  'delete',
  'default',
  'prototype',
] as const

const add = 'func(%constructor: u32) -> u32'

/** A world whose exports have hostile names; both versions of `same` become one tool name when letters are made small. */
export const wit = `package test:hostile-names;

interface odd-names {
  then: ${add};
}

world hostile-names {
  export odd-names;
  export test:same/names@1.0.0-RC;
  export test:same/names@1.0.0-rc;
  record odd {
    to-string: u32,
    %constructor: option<u32>,
    has-own-property: string,
    then: bool,
  }
  export echo-odd: func(then: odd) -> odd;
${NAMES.map((name) => `  export %${name}: ${add};`).join('\n')}
}

package test:same@1.0.0-RC {
  interface names {
    same: ${add};
  }
}

package test:same@1.0.0-rc {
  interface names {
    same: ${add};
  }
}
`

const EXPORTS = [
  ...NAMES,
  'test:hostile-names/odd-names#then',
  'test:same/names@1.0.0-RC#same',
  'test:same/names@1.0.0-rc#same',
]

/** The core module of that world. */
export const wat = `(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (i32.const 1024))
${EXPORTS.map(addFunction).join('\n')}
  (func (export "echo-odd") (param i32 i32 i32 i32 i32 i32) (result i32)
    (i32.store (i32.const 0) (local.get 0))
    (i32.store (i32.const 4) (local.get 1))
    (i32.store (i32.const 8) (local.get 2))
    (i32.store (i32.const 12) (local.get 3))
    (i32.store (i32.const 16) (local.get 4))
    (i32.store (i32.const 20) (local.get 5))
    (i32.const 0)))
`

function addFunction(name: string, index: number): string {
  return `  (func (export "${name}") (param i32) (result i32) (i32.add (local.get 0) (i32.const ${index})))`
}
