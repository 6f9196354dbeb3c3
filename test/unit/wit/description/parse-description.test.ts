import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { isCodedError } from '#platform'

import { MAX_DESCRIPTION_BYTES } from '../../../../src/wit/description/component-description.ts'
import { printDescription } from '../../../../src/wit/description/print-description.ts'
import { NO_DOCS, packageDocsOf } from '../../../../src/wit/package-docs.ts'
import { parseDescription, type WitFunction, type WitType } from '../../../../src/wit/index.ts'
import { kebabNames, witType } from '../../../helpers/arbitrary-wit.ts'

const text = fc.string({ maxLength: 20 })
const texts = fc.uniqueArray(fc.tuple(text, text), { maxLength: 3, selector: ([name]) => name })
const scope = fc
  .record({
    functions: texts,
    types: fc.uniqueArray(fc.tuple(text, fc.option(text), texts), {
      maxLength: 2,
      selector: ([name]) => name,
    }),
  })
  .map(({ functions, types }) => ({
    functions: new Map(functions),
    types: new Map(
      types.map(([name, docs, items]) => [name, { docs: docs ?? undefined, items: new Map(items) }]),
    ),
  }))
const docs = fc.tuple(scope, scope).map(([world, own]) => packageDocsOf(world, new Map([['i', own]])))

const functions: fc.Arbitrary<WitFunction[]> = fc.array(
  fc
    .record({
      names: kebabNames(3),
      owner: fc.constantFrom(null, 'a:b/c@1.0.0'),
      isAsync: fc.boolean(),
      types: fc.tuple(witType, witType, witType),
      result: fc.option(witType),
    })
    .map(({ names, owner, isAsync, types, result }) => ({
      interface: owner,
      name: `do-${names[0] ?? 'it'}`,
      isAsync,
      parameters: names.map((name, index) => ({ name, type: types[index] ?? types[0] })),
      result,
    })),
  { maxLength: 3 },
)

describe('parseDescription()', () => {
  it('reads what printDescription() has written', () => {
    fc.assert(
      fc.property(functions, docs, (all, written) => {
        const description = { world: { imports: ['wasi:io/poll@0.2.0'], functions: all }, docs: written }
        // What fast-check makes has no prototype.
        assert.deepEqual(parseDescription(printDescription(description)), structuredClone(description))
      }),
    )
  })

  it('throws nothing but a coded error for anything else', () => {
    const json = fc.oneof(fc.jsonValue(), nearly())
    fc.assert(
      fc.property(json, (value) => assertCoded(Buffer.from(JSON.stringify(value)))),
      { numRuns: 1_000 },
    )
    fc.assert(fc.property(fc.uint8Array(), assertCoded))
  })

  for (const [what, type] of Object.entries<unknown>({
    'a type that is nested too deep': nested(70),
    'a type of an unknown kind': { kind: 'toString' },
    'a label that is a way to a prototype': {
      kind: 'record',
      fields: [{ name: '__proto__', type: { kind: 'u8' } }],
    },
    'a name with a line break': { kind: 'own', resource: 'a\nb' },
    'a length that is none': { kind: 'list', element: { kind: 'u8' }, length: -1 },
    'a list of more types than there may be': {
      kind: 'tuple',
      items: Array.from({ length: 270_000 }, () => 0),
    },
  })) {
    it(`refuses ${what}`, () => {
      const bytes = Buffer.from(JSON.stringify(described({ result: type })))
      assert.throws(() => parseDescription(bytes), { code: 'COMPONENT_INVALID' })
    })
  }

  it('refuses more bytes than a description may have, before it looks at them', () => {
    const bytes = Buffer.alloc(MAX_DESCRIPTION_BYTES + 1, ' ')
    assert.throws(() => parseDescription(bytes), { code: 'COMPONENT_INVALID' })
  })
})

describe('printDescription()', () => {
  it('leaves out documentation that makes it too long, and refuses functions that do', () => {
    const long = new Map(Array.from({ length: 2_000 }, (_, index) => [`f${index}`, 'x'.repeat(4_000)]))
    const written = packageDocsOf({ functions: long, types: new Map() }, new Map())
    const one: WitFunction = { interface: null, name: 'f', isAsync: false, parameters: [], result: null }
    const world = { imports: [], functions: [one] }
    assert.deepEqual(parseDescription(printDescription({ world, docs: written })), { world, docs: NO_DOCS })
    const many = { imports: [], functions: Array.from({ length: 50_000 }, () => one) }
    assert.throws(() => printDescription({ world: many, docs: NO_DOCS }), { code: 'WIT_TOO_LARGE' })
  })
})

function described({ result }: { readonly result: unknown }): object {
  const one = { interface: null, name: 'f', isAsync: false, parameters: [], result }
  const scopes = { world: { functions: [], types: [] }, interfaces: [] }
  return { imports: [], functions: [one], docs: scopes }
}

function nearly(): fc.Arbitrary<object> {
  const type = fc.record(
    {
      kind: fc.constantFrom('list', 'record', 'own', 'result', 'u8'),
      element: fc.jsonValue(),
      fields: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  return type.map((result) => described({ result }))
}

function nested(depth: number): WitType {
  return depth === 0 ? { kind: 'u8' } : { kind: 'list', element: nested(depth - 1) }
}

function assertCoded(bytes: Uint8Array): void {
  try {
    parseDescription(bytes)
  } catch (error) {
    assert.ok(isCodedError(error, 'COMPONENT_INVALID'), String(error))
  }
}
