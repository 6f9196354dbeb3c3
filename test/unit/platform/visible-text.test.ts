import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { quotedText, visibleJson, visibleLines, visibleText } from '#platform'

const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u

describe('visibleText()', () => {
  for (const [text, shown] of [
    ['plain, größer, ほげ', 'plain, größer, ほげ'],
    ['a\nb\tc', String.raw`a\u{a}b\u{9}c`],
    ['\u001B[2K', String.raw`\u{1b}[2K`],
    ['\u202Etxt.exe', String.raw`\u{202e}txt.exe`],
    ['a\u00A0b\u2028c', String.raw`a\u{a0}b\u{2028}c`],
    ['\u{E0041}', String.raw`\u{e0041}`],
    ['\u009B31m', String.raw`\u{9b}31m`],
  ] as const) {
    it(`shows ${JSON.stringify(text)} in one line`, () => assert.equal(visibleText(text), shown))
  }

  it('leaves nothing hidden, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !HIDDEN.test(visibleText(text))))
  })
})

describe('visibleLines()', () => {
  it('keeps line breaks and tabs alone', () => {
    assert.equal(
      visibleLines('a\n\tb\r\u202Ec'),
      String.raw`a
	b\u{d}\u{202e}c`,
    )
  })
})

describe('quotedText()', () => {
  it('ends where it ends', () => {
    assert.equal(quotedText('a" b\n\u202E'), String.raw`"a\" b\n\u{202e}"`)
  })
})

describe('visibleJson()', () => {
  it('is the same data, and hides nothing of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(undefined, 2), (text, space) => {
        const json = visibleJson({ [text]: [text] }, space)
        assert.deepEqual(JSON.parse(json), { [text]: [text] })
        assert.doesNotMatch(json.replaceAll('\n', ''), HIDDEN)
      }),
    )
  })
})
