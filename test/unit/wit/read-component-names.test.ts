import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { readComponentNames } from '#wit'

import { componentFromWit } from '../../helpers/component-from-wit.ts'

describe('readComponentNames()', () => {
  it('lists interfaces with their version and functions, as the config of an artifact does', async () => {
    const component = await componentFromWit(`
      package me:tools@0.1.0;
      interface clock { record point { x: u32 } now: func() -> point; }
      world tools {
        import clock;
        import ask: func() -> string;
        export clock;
        export count: func(text: string) -> u32;
      }
    `)
    assert.deepEqual(readComponentNames(component), {
      imports: ['me:tools/clock@0.1.0', 'ask'],
      exports: ['count', 'me:tools/clock@0.1.0'],
    })
  })
})
