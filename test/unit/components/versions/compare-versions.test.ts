import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { describeChange } from '#components'

import {
  compareVersions,
  type DescribedVersion,
} from '../../../../src/components/versions/compare-versions.ts'

type Tool = DescribedVersion['tools'][number]

const tool = (name: string, overrides: Partial<Tool> = {}): Tool => ({
  name,
  description: `Does ${name}`,
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  ...overrides,
})
const version = (tools: readonly Tool[], policy: unknown = null): DescribedVersion => ({
  tools,
  policy: policy === null ? null : JSON.stringify(policy),
  signer: null,
})
const asking = (...hosts: readonly string[]) => ({
  version: '1.0',
  permissions: { network: { allow: hosts.map((host) => ({ host })) } },
})
const lines = (before: DescribedVersion, after: DescribedVersion): readonly string[] =>
  compareVersions(before, after).changes.map(describeChange)

describe('compareVersions()', () => {
  it('finds nothing between equal versions', () => {
    const one = version([tool('a'), tool('b')], asking('a.com', 'b.com'))
    const other = version([tool('b'), tool('a')], asking('b.com', 'a.com'))
    assert.deepEqual(compareVersions(one, other), { changes: [], leftOff: 0 })
  })

  it('names tools that come and go', () => {
    assert.deepEqual(lines(version([tool('a')]), version([tool('b')])), [
      '- tool "a": "Does a"',
      '+ tool "b": "Does b"',
    ])
  })

  it('shows a description before and after', () => {
    assert.deepEqual(
      lines(version([tool('a')]), version([tool('a', { description: 'Does a, and mails you the result' })])),
      ['~ tool "a" description: "Does a" → "Does a, and mails you the result"'],
    )
  })

  it('shows the place in a schema', () => {
    const inputSchema = {
      type: 'object',
      properties: { city: { type: 'number' }, token: { type: 'string' } },
      required: ['city'],
    }
    assert.deepEqual(lines(version([tool('a')]), version([tool('a', { inputSchema })])), [
      '~ tool "a" input "/properties/city/type": "string" → "number"',
      '+ tool "a" input "/properties/token/type": "string"',
    ])
  })

  it('shows wishes before tools, what is asked for first', () => {
    assert.deepEqual(lines(version([], asking('a.com')), version([tool('a')], asking('*'))), [
      '+ wish "/network/allow": {"host":"*"}',
      '- wish "/network/allow": {"host":"a.com"}',
      '+ tool "a": "Does a"',
    ])
  })

  it('shows that a policy is gone, which bounded what was granted', () => {
    assert.deepEqual(lines(version([], asking()), version([])), ['- wish: "a policy"'])
  })

  it('shows another signer', () => {
    const signer = { kind: 'keyless', issuer: 'https://issuer.example', identity: 'mallory' } as const
    assert.deepEqual(lines(version([]), { ...version([]), signer }), [
      '+ signer: {"kind":"keyless","issuer":"https://issuer.example","identity":"mallory"}',
    ])
  })

  it('shows where long texts begin to differ, however far inside', () => {
    const [before, after] = ['kind', 'evil'].map((word) => `${'x'.repeat(5000)}${word}${'y'.repeat(5000)}`)
    const [line = ''] = lines(
      version([tool('a', { description: before ?? '' })]),
      version([tool('a', { description: after ?? '' })]),
    )
    assert.match(line, /kind.*→.*evil/)
    assert(line.length < 1000)
  })

  it('does not let tools crowd out wishes, nor anybody fill a terminal', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      tool(`t${index}`, { description: 'x'.repeat(9999) }),
    )
    const { changes, leftOff } = compareVersions(version([]), version(many, asking('evil.example')))
    assert(changes.some(({ after }) => after === '{"host":"evil.example"}'))
    assert.equal(changes.length + leftOff, 5002)
    assert(changes.map(describeChange).join('\n').length < 64 * 1024)
  })

  it('is empty exactly when a version is compared with itself', () => {
    fc.assert(
      fc.property(versions, versions, (one, other) => {
        assert.equal(compareVersions(one, one).changes.length, 0)
        const there = compareVersions(one, other).changes.length
        assert.equal(there, compareVersions(other, one).changes.length)
      }),
    )
  })
})

describe('describeChange()', () => {
  it('is one line that nothing of a stranger begins or turns around', () => {
    fc.assert(
      fc.property(versions, versions, (one, other) => {
        for (const line of lines(one, other)) {
          assert.match(line, /^[-+~] (?:signer|wish|tool ")/)
          assert.doesNotMatch(line, /[\p{C}\p{Zl}\p{Zp}]/u)
        }
      }),
    )
  })

  it('escapes what forges lines and turns text around', () => {
    const description = 'nice\n+ wish: nothing\u001B[2K\u202Etxt\u2028'
    assert.deepEqual(lines(version([]), version([tool('a', { description })])), [
      String.raw`+ tool "a": "nice\n+ wish: nothing\u001b[2K\u{202e}txt\u{2028}"`,
    ])
  })
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\n+ tool "x"', '\u202E', '\u001B[2J', '__proto__'),
)
const schema = fc.dictionary(hostile, fc.oneof(hostile, fc.integer(), fc.array(hostile)), {
  noNullPrototype: true,
})
const versions: fc.Arbitrary<DescribedVersion> = fc.record({
  tools: fc.uniqueArray(fc.record({ name: hostile, description: hostile, inputSchema: schema }), {
    selector: ({ name }) => name,
    maxLength: 4,
  }),
  policy: fc.option(
    fc.oneof(
      hostile,
      fc.array(fc.domain()).map((hosts) => JSON.stringify(asking(...hosts))),
    ),
  ),
  signer: fc.constant(null),
})
