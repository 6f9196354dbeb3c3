import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { printWit, readComponentWorld } from '#wit'

import { componentFromWit } from '../../helpers/component-from-wit.ts'

describe('printWit()', () => {
  it('prints imports by name, and exports with their types', async () => {
    const component = await componentFromWit(`
      package me:tools@0.1.0;
      interface clock { now: func() -> u64; }
      interface shapes {
        record point { x: u32, y: option<list<u8>> }
        variant shape { dot(point), nothing }
        flags marks { one, two }
        draw: func(what: shape, marked: marks) -> result<_, string>;
        wait: func(points: list<point>) -> tuple<u8, f32>;
      }
      world tools {
        import clock;
        export count: func(text: string) -> u32;
        export shapes;
      }
    `)
    assert.equal(
      printWit(readComponentWorld(component)),
      `world component {
  import me:tools/clock@0.1.0;
  export me:tools/shapes@0.1.0;
  export count: func(text: string) -> u32;
}

interface me:tools/shapes@0.1.0 {
  record point { x: u32, y: option<list<u8>> }
  variant shape { dot(point), nothing }
  flags marks { one, two }
  draw: func(what: shape, marked: marks) -> result<_, string>;
  wait: func(points: list<point>) -> tuple<u8, f32>;
}
`,
    )
  })

  it('gives types without a name one by their kind', () => {
    const point = { kind: 'record', fields: [{ name: 'x', type: { kind: 'u8' } }] } as const
    const fn = {
      interface: null,
      name: 'f',
      isAsync: true,
      parameters: [{ name: 'p', type: point }],
      result: point,
    }
    assert.equal(
      printWit({ imports: [], functions: [fn] }),
      'world component {\n  record record-1 { x: u8 }\n  export f: async func(p: record-1) -> record-1;\n}\n',
    )
  })
})
