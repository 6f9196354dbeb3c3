import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { normalizeHost } from '#addresses'

import { isCodedError } from '#platform'

const SAME: [canonical: string, spellings: readonly string[]][] = [
  ['127.0.0.1', ['2130706433', '0x7f000001', '017700000001', '0177.0.0.1', '0x7f.1', '127.1', '127.0.0.1.']],
  [
    '127.0.0.1',
    ['::ffff:127.0.0.1', '[::ffff:7f00:1]', '::FFFF:127.0.0.1', '１２７.０.０.１', '127。0。0。1'],
  ],
  ['169.254.169.254', ['2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '[::ffff:a9fe:a9fe]']],
  ['::1', ['[::1]', '0:0:0:0:0:0:0:1', '[0000::0001]']],
  ['2001:db8::1', ['2001:DB8:0:0:0:0:0:1', '[2001:db8::0:1]']],
  ['example.com', ['EXAMPLE.com', 'example.com.', 'ex\u00ADample.com', 'ｅxample.com']],
  ['xn--bcher-kva.example', ['bücher.example', 'BÜCHER.example', 'xn--bcher-kva.example']],
  ['localhost', ['LOCALHOST', 'localhost.']],
  ['my_service', ['my_service']],
]

const REFUSED = [
  '',
  '.',
  '..',
  'a..b',
  '.a',
  'user@example.com',
  'example.com/path',
  'example.com?x',
  'example.com#x',
  'example.com\\@evil.com',
  'example.com:80',
  'exam ple.com',
  'example.com\r\nHost: evil.com',
  'example.com\0.evil.com',
  '%31%32%37.0.0.1',
  'fe80::1%eth0',
  '*.example.com',
  '-a.example',
  '256.1.1.1',
  '1.2.3.4.5',
  '0x.example.0x7f',
  '[::1',
  ':',
  `${'a'.repeat(64)}.example`,
  `${'a.'.repeat(127)}aa`,
]

describe('normalizeHost()', () => {
  for (const [canonical, spellings] of SAME) {
    for (const spelling of spellings) {
      it(`reads '${spelling}' as '${canonical}'`, () => {
        assert.equal(normalizeHost(spelling), canonical)
      })
    }
  }

  for (const text of REFUSED) {
    it(`refuses ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.throws(() => normalizeHost(text), { code: 'HOST_INVALID' })
    })
  }

  it('leaves what it has normalised as it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), fc.string()), (text) => {
        const host = normalizedOrNull(text)
        return host === null || normalizeHost(host) === host
      }),
    )
  })

  it('gives every spelling of an IPv6 address the same text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }),
        fc.boolean(),
        (groups, isUpper) => {
          // One that carries IPv4 is written as that.
          fc.pre(groups.slice(0, 5).some((group) => group !== 0))
          const long = groups.map((group) => group.toString(16).padStart(4, '0')).join(':')
          const short = groups.map((group) => group.toString(16)).join(':')
          const expected = new URL(`http://[${short}]/`).hostname.slice(1, -1)
          for (const text of [long, short, `[${long}]`, expected]) {
            assert.equal(normalizeHost(isUpper ? text.toUpperCase() : text), expected)
          }
        },
      ),
    )
  })

  it('gives every spelling of an IPv4 address the same text', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), (value) => {
        const [a, b, c, d] = [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff)
        const dotted = `${a}.${b}.${c}.${d}`
        const hex = value.toString(16).padStart(8, '0')
        const spellings = [
          String(value),
          `0x${hex}`,
          `0${value.toString(8)}`,
          `::ffff:${dotted}`,
          `[::ffff:${hex.slice(0, 4)}:${hex.slice(4)}]`,
          `0x${Number(a).toString(16)}.0${Number(b).toString(8)}.${(Number(c) << 8) | Number(d)}`,
        ]
        for (const spelling of spellings) assert.equal(normalizeHost(spelling), dotted)
      }),
    )
  })
})

function normalizedOrNull(text: string): string | null {
  try {
    return normalizeHost(text)
  } catch (error) {
    assert.ok(isCodedError(error, 'HOST_INVALID'))
    return null
  }
}
