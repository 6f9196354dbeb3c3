import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { type InstalledComponent, RESERVED_TOOL_NAMES } from '#components'

import { type NameRules, ToolNames } from '../../../../src/components/catalog/tool-names.ts'

const rules = (maxLength = 128): NameRules => ({ reserved: RESERVED_TOOL_NAMES, maxLength })

function component(id: string, names: readonly string[]): InstalledComponent {
  const tools = names.map((name) => ({
    definition: { name, description: '', inputSchema: {} },
    function: { interface: null, name, isAsync: false, parameters: [], result: null },
  }))
  return { id, digest: `sha256:${id}`, reference: null, tools }
}

const listedNames = (names: ToolNames): readonly string[] => names.listed.map(({ name }) => name)
const idsOf = (names: ToolNames, name: string): readonly string[] =>
  names.find(name).map(({ component: { id } }) => id)

describe('ToolNames', () => {
  it('lists a name that one component has as it is', () => {
    const names = new ToolNames([component('a', ['greet']), component('b', ['count'])], rules())
    assert.deepEqual(listedNames(names), ['greet', 'count'])
    assert.deepEqual(idsOf(names, 'greet'), ['a'])
  })

  it('makes a name that two want unique by the component id, and finds both by the plain one', () => {
    const names = new ToolNames([component('my.one', ['greet']), component('two', ['greet'])], rules())
    assert.deepEqual(listedNames(names), ['my_one_greet', 'two_greet'])
    assert.deepEqual(idsOf(names, 'two_greet'), ['two'])
    assert.deepEqual(idsOf(names, 'greet'), ['my.one', 'two'])
  })

  it('tells names of one component apart that are the same once normalised', () => {
    const names = new ToolNames([component('a', ['greet', 'greet', 'greet'])], rules())
    assert.equal(new Set(listedNames(names)).size, 3)
    for (const [index, name] of listedNames(names).entries()) assert.equal(names.find(name)[0]?.index, index)
  })

  it('lists the name of a built-in tool under the component id, and does not find it by the plain one', () => {
    const names = new ToolNames([component('evil', ['load-component'])], rules())
    assert.deepEqual(listedNames(names), ['evil_load-component'])
  })

  it('shortens a name that is too long with a hash', () => {
    const long = 'x'.repeat(300)
    const names = new ToolNames([component('a', [`${long}1`, `${long}2`])], rules(64))
    assert.deepEqual(
      listedNames(names).map((name) => name.length),
      [64, 64],
    )
    assert.equal(new Set(listedNames(names)).size, 2)
  })

  it('gives no component the listed name of another one', () => {
    const victim = component('victim', ['greet'])
    const names = new ToolNames([component('a', ['greet', 'victim_greet']), victim], rules())
    const listed = names.listed.find(({ componentId }) => componentId === 'victim')?.name ?? ''
    assert.notEqual(listed, 'victim_greet')
    assert.deepEqual(idsOf(names, 'victim_greet'), ['a'])
    assert.deepEqual(idsOf(names, listed), ['victim'])
  })

  it('withstands a name that was chosen to end in the same hash', () => {
    const [first, second] = collidingNames()
    const names = new ToolNames([component('a', [first, second])], rules(32))
    assert.equal(new Set(listedNames(names)).size, 2)
    assert.ok(listedNames(names).every((name) => name.length <= 32))
  })

  it('gives a hash that somebody has foreseen to nobody else', () => {
    const victim = component('victim', ['x'.repeat(200)])
    const foreseen = listedNames(new ToolNames([victim], rules()))
    const names = new ToolNames([component('a', foreseen), victim], rules())
    assert.deepEqual(idsOf(names, foreseen[0] ?? ''), ['a'])
    assert.equal(new Set(listedNames(names)).size, 2)
  })

  it('keeps every tool under one name of its own, whatever they are called', () => {
    const name = fc.oneof(
      fc.constantFrom('greet', 'load-component', 'a_greet', 'b_greet', 'a_a_greet', 'list-components'),
      fc.stringMatching(/^[a-z0-9_-]{1,30}$/),
    )
    const id = fc.oneof(fc.constantFrom('a', 'b', 'a.a', 'a_a', 'a-a'), fc.stringMatching(/^[a-z.]{1,8}$/))
    const components = fc.uniqueArray(
      fc
        .record({ id, names: fc.array(name, { maxLength: 6 }) })
        .map((made) => component(made.id, made.names)),
      { selector: (made) => made.id, maxLength: 6 },
    )
    fc.assert(
      fc.property(components, fc.integer({ min: 12, max: 128 }), (given, maxLength) => {
        const names = new ToolNames(given, rules(maxLength))
        const listed = listedNames(names)
        assert.equal(new Set(listed).size, listed.length)
        assert.equal(listed.length, given.flatMap(({ tools }) => tools).length)
        for (const tool of names.listed) {
          assert.match(tool.name, /^[a-zA-Z0-9_-]{1,128}$/)
          assert.ok(tool.name.length <= maxLength)
          assert.ok(!RESERVED_TOOL_NAMES.has(tool.name))
          assert.deepEqual(idsOf(names, tool.name), [tool.componentId])
        }
      }),
    )
  })
})

/** Two long names that begin alike and whose shortened forms end in the same eight hexadecimal digits. */
function collidingNames(): [string, string] {
  const seen = new Map<string, [number, string]>()
  for (let turn = 0; ; turn++) {
    const name = `${turn}`.padStart(60, 'x')
    for (const index of [0, 1]) {
      const hash = createHash('sha256').update(['a', index, name, 0].join('\0')).digest('hex').slice(0, 8)
      const found = seen.get(hash)
      if (found !== undefined && found[0] !== index && found[1] !== name) {
        return index === 0 ? [name, found[1]] : [found[1], name]
      }
      seen.set(hash, [index, name])
    }
  }
}
