import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'
import { parseSync, Visitor } from 'oxc-parser'

import { whyNotGlue } from '../../../../../src/sandbox/prepare/glue-check/check-glue.ts'
import { pinnedVocabulary } from '../../../../../src/sandbox/prepare/glue-check/vocabulary.ts'
import { glueOf } from '../../../../../tools/glue-vocabulary/corpus.ts'
import { componentFromWit } from '../../../../helpers/component-from-wit.ts'

const VOCABULARY = pinnedVocabulary()

const GLUE = await glueOf(
  await componentFromWit(
    'package test:small; world small { export f: func(a: list<string>) -> result<u32, string>; }',
  ),
)

/** Ways out of the module, which only the helpers have that are compared byte for byte. */
const WAYS_OUT = new Set([
  'process',
  'globalThis',
  'require',
  'eval',
  'Function',
  'fetch',
  '__proto__',
  'Reflect',
])

/** What an attacker would want to stand somewhere, and what turns that which is around it into something else. */
const fragment = fc.oneof(
  fc.constantFrom(...WAYS_OUT),
  fc.constantFrom(
    "import('node:fs')",
    'import.meta',
    'constructor',
    '.constructor',
    "['constructor']",
    '\\u0063onstructor',
  ),
  fc.constantFrom(
    '`',
    '${',
    '}',
    '/*',
    '*/',
    '//',
    "'",
    '"',
    '\\',
    '(',
    ')',
    '\n',
    ';',
    '\u2028',
    '</script>',
    '<!--',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  removed: fc.nat({ max: 12 }),
  put: fc.array(fragment, { maxLength: 3 }).map((parts) => parts.join('')),
})

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function changed(text: string, { at, removed, put }: Change): string {
  const index = Math.floor(at * text.length)
  return text.slice(0, index) + put + text.slice(index + removed)
}

/** What another parser finds in a module that leads out of it; null when it is no module. */
function waysOutOf(text: string): readonly string[] | null {
  const { program, errors } = parseSync('glue.mjs', text)
  if (errors.length > 0) return null
  const found: string[] = []
  let constructors = 0
  const see = (name: string): void => {
    if (WAYS_OUT.has(name)) found.push(name)
    if (name === 'constructor') constructors += 1
  }
  new Visitor({
    Identifier: ({ name }) => see(name),
    Literal: ({ value }) => see(String(value)),
    TemplateElement: ({ value }) => see(value.cooked ?? value.raw),
    ImportExpression: () => found.push('import()'),
    ImportDeclaration: () => found.push('import'),
    MetaProperty: ({ meta }) => meta.name === 'import' && found.push('import.meta'),
    MethodDefinition: ({ kind }) => {
      if (kind === 'constructor') constructors -= 1
    },
  }).visit(program)
  return constructors > 0 ? [...found, 'constructor'] : found
}

const KNOWN = waysOutOf(GLUE) ?? []

/** What stands there once more than in what the generator wrote. */
function added(found: readonly string[]): readonly string[] {
  return found.filter((name) => countOf(name, found) > countOf(name, KNOWN))
}

function countOf(wanted: string, names: readonly string[]): number {
  return names.filter((name) => name === wanted).length
}

describe('whyNotGlue() of changed glue', () => {
  it('takes only modules, and none in which another parser finds one more way out', () => {
    assert.notDeepEqual(KNOWN, [])
    assert.equal(whyNotGlue(GLUE, VOCABULARY), null)
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const text = changes.reduce(changed, GLUE)
        if (whyNotGlue(text, VOCABULARY) !== null) return
        const found = waysOutOf(text)
        assert.ok(found !== null, 'another parser refuses it')
        assert.deepEqual(added(found), [])
      }),
    )
  })
})
