import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { docsFor, readPackageDocs, toToolDefinition, type WitFunction } from '../../../src/wit/index.ts'

const DOCS = {
  worlds: {
    w: {
      func_exports: { go: { docs: 'Goes.\n' }, stable: { stability: { stable: { since: '1.0.0' } } } },
      funcs: { old: 'Written by an old tool.' },
      interface_exports: { inline: { funcs: { run: { docs: 'Runs.' } } } },
      types: { place: { docs: 'Where.' } },
    },
  },
  interfaces: {
    time: {
      funcs: { now: { docs: 'What time is it?' } },
      types: { point: { docs: 'In time.', items: { x: 'Seconds.' } } },
    },
    other: { types: { point: { docs: 'Another.' }, rare: { docs: 'Rare.' } } },
  },
}

describe('docsFor()', () => {
  const docs = readPackageDocs(section(DOCS))

  it('finds functions of the world, in both forms that tools write', () => {
    assert.equal(docsFor(docs, fn(null, 'go')), 'Goes.')
    assert.equal(docsFor(docs, fn(null, 'old')), 'Written by an old tool.')
  })

  it('finds functions of interfaces, whatever their package and version', () => {
    assert.equal(docsFor(docs, fn('local:server/time@0.1.0', 'now')), 'What time is it?')
    assert.equal(docsFor(docs, fn('inline', 'run')), 'Runs.')
  })

  it('finds nothing where nothing is written', () => {
    assert.equal(docsFor(docs, fn(null, 'stable')), undefined)
    assert.equal(docsFor(docs, fn(null, 'constructor')), undefined)
    assert.equal(docsFor(docs, fn('local:server/unknown', 'now')), undefined)
  })
})

describe('readPackageDocs()', () => {
  it('reads version 0 and 1, and nothing of another', () => {
    assert.equal(docsFor(readPackageDocs(section(DOCS, 0)), fn(null, 'go')), 'Goes.')
    assert.equal(docsFor(readPackageDocs(section(DOCS, 2)), fn(null, 'go')), undefined)
  })

  it('cuts a text that is too long to be read again and again', () => {
    const docs = readPackageDocs(
      section({ worlds: { w: { func_exports: { go: { docs: '😀'.repeat(100_000) } } } } }),
    )
    const text = docsFor(docs, fn(null, 'go')) ?? ''
    assert.ok(text.length <= 4096 && text.isWellFormed() && text.endsWith('…'))
  })

  it('does not read a section of many megabytes', () => {
    const padded = { ...DOCS, padding: 'x'.repeat(5 * 1024 * 1024) }
    assert.equal(docsFor(readPackageDocs(section(padded)), fn(null, 'go')), undefined)
  })

  it('never fails', () => {
    const hostile = fc.oneof(
      fc.uint8Array(),
      fc.json().map((json) => Uint8Array.from([1, ...Buffer.from(json)])),
      scrambled().map((docs) => section(docs)),
    )
    fc.assert(
      fc.property(hostile, (bytes) => {
        const docs = readPackageDocs(bytes)
        for (const owner of [null, 'a:b/time', '__proto__']) {
          const { description } = toToolDefinition(fn(owner, 'go'), { name: 'go', docs })
          assert.ok(typeof description === 'string' && description.length > 0)
        }
      }),
    )
  })
})

/** The right keys with wrong values. */
function scrambled(): fc.Arbitrary<unknown> {
  const keys = fc.constantFrom(
    'worlds',
    'interfaces',
    'funcs',
    'func_exports',
    'types',
    'items',
    'docs',
    'go',
    '__proto__',
  )
  return fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof({ maxDepth: 6 }, fc.anything(), fc.dictionary(keys, tie('node'))),
  })).node
}

function section(docs: unknown, version = 1): Uint8Array {
  const json =
    JSON.stringify(docs, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) ?? ''
  return Uint8Array.from([version, ...Buffer.from(json)])
}

function fn(owner: string | null, name: string): WitFunction {
  return { interface: owner, name, isAsync: false, parameters: [], result: null }
}
