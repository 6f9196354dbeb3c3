import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { compilePattern } from '../../../../../src/artifacts/trust/policy/pattern.ts'

const WORKFLOW = 'https://github.com/ada/tool/.github/workflows/publish.yml@refs/tags'

function matches(pattern: string, text: string, crossesSlash = false): boolean {
  return compilePattern(pattern, { crossesSlash }).test(text)
}

describe('compilePattern()', () => {
  it('matches the whole text', () => {
    assert.ok(matches('https://github.com/ada/tool', 'https://github.com/ada/tool'))
    assert.ok(!matches('https://github.com/ada/tool', 'https://github.com/ada/tool-evil'))
    assert.ok(!matches('https://github.com/ada/tool', 'xhttps://github.com/ada/tool'))
    assert.ok(!matches('https://github.com/ada/tool', 'https://github.com/ada/tool\n'))
  })

  it('takes a dot for a dot', () => {
    assert.ok(!matches('ada@example.com', 'ada@exampleXcom'))
  })

  it('stops a star at a slash, two stars nowhere', () => {
    assert.ok(matches(`${WORKFLOW}/*`, `${WORKFLOW}/v1`))
    assert.ok(!matches(`${WORKFLOW}/*`, `${WORKFLOW}/v1/../../evil`))
    assert.ok(matches(`${WORKFLOW}/**`, `${WORKFLOW}/release/v1`))
    assert.ok(!matches('https://github.com/*/tool', 'https://github.com/evil/ada/tool'))
  })

  it('lets a star cross slashes where nothing may escape', () => {
    assert.ok(matches('ghcr.io/ada/*', 'ghcr.io/ada/a/b', true))
    assert.ok(!matches('ghcr.io/ada/*', 'ghcr.io/ada-evil/a', true))
  })

  it('matches any text by itself when it has no star', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        const pattern = text.replaceAll('*', '')
        assert.ok(matches(pattern, pattern))
        assert.equal(matches(pattern, other), pattern === other)
      }),
    )
  })
})
