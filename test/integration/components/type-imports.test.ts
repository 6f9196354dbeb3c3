import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'

import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools'

import type { Components } from '#components'

import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents } from './open-components.ts'

/** Worlds with a function `f` that gives back what it is given, by what they import types from. */
const WORLDS: Readonly<Record<string, string>> = {
  'records and enums for the world': `
    interface types { record point { x: u32 } enum colour { red } }
    world w { use types.{point, colour}; export f: func(v: point) -> point; }`,
  'aliases, variants and flags': `
    interface types { type id = u32; variant v { a(id), b } flags fl { x, y } }
    interface more { use types.{id, v, fl}; record point { x: id } }
    world w { use types.{v, fl}; use more.{point}; export f: func(v: point) -> point; }`,
  'a resource that nobody gives': `
    interface host { resource r; }
    world w { use host.{r}; record point { x: u32 } export f: func(v: point) -> point; export g: func(r: r); }`,
  'an alias of a resource': `
    interface host { resource r; }
    interface more { use host.{r}; type rr = r; record point { x: u32 } }
    world w { use more.{rr, point}; export f: func(v: point) -> point; export g: func(r: rr); }`,
  'a resource of the world': `
    world w { resource r; record point { x: u32 } export f: func(v: point) -> point; export g: func(r: r); }`,
  'a resource of WASI': `
    world w { use wasi:io/poll@0.2.0.{pollable}; record point { x: u32 } export f: func(v: point) -> point; export g: func(p: pollable); }
    package wasi:io@0.2.0 { interface poll { resource pollable; } }`,
}

const CORE = `(module
  (func (export "f") (param i32) (result i32) local.get 0)
  (func (export "g") (param i32)))`

describe('an import that holds only types', () => {
  for (const [what, world] of Object.entries(WORLDS)) {
    it(`needs nobody: ${what}`, async (t) => {
      const components = await openComponents(t)
      await load(t, components, { world })
      const result = await components.call('f', { v: { x: 7 } })
      assert.deepEqual(result, { kind: 'returned', json: '{"x":7}', isError: false })
    })
  }

  it('is refused by name with a function that nobody gives', async (t) => {
    const components = await openComponents(t)
    const world = `
      interface host { record point { x: u32 } get: func() -> point; }
      world w { import host; use host.{point}; export f: func(v: point) -> point; }`
    const core = `(module (import "test:types/host" "get" (func (result i32)))
      (func (export "f") (param i32) (result i32) local.get 0))`
    await assert.rejects(load(t, components, { world, core }), {
      code: 'COMPONENT_IMPORTS_UNKNOWN',
      message: /test:types\/host/,
    })
  })
})

async function load(
  context: TestContext,
  components: Components,
  { world, core = CORE }: { world: string; core?: string },
): Promise<void> {
  const witSource = `package test:types;${world}`
  const embedded = await componentEmbed({ binary: await parse(core), witSource })
  const path = join(await temporaryFolder(context), 'types.wasm')
  await writeFile(path, await componentNew(embedded))
  await components.load(pathToFileURL(path).href)
}
