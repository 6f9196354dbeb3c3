import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { decidePath, type PathGrant, type PathRules, preopenRoots } from '#policy'

const ALLOWED: [pattern: string, path: string][] = [
  ['/work', '/work'],
  ['/work', '/work/'],
  ['/work', '//work/./a'],
  ['/work', '/work/a/b'],
  ['/work/a.txt', '/work/a.txt'],
  ['/work/**', '/work'],
  ['/work/**', '/work/a/b/c'],
  ['/work/*', '/work/a'],
  ['/work/*.txt', '/work/notes.txt'],
  ['/work/*/data', '/work/a/data/b'],
  ['/work/**/data', '/work/data'],
  ['/work/**/data', '/work/a/b/data/c'],
  ['/work/**/*.txt', '/work/a/b/c.txt'],
  ['/**', '/anything/at/all'],
  ['/', '/anything'],
]

const NOT_ALLOWED: [pattern: string, path: string][] = [
  ['/work', '/workshop'],
  ['/work', '/wor'],
  ['/work', '/Work/a'],
  ['/work', 'work/a'],
  ['/work', ''],
  ['/work', '/work/../etc/passwd'],
  ['/work', '/work/a/../../work/b'],
  ['/work', '/work/a\0b'],
  ['/work/a.txt', '/work'],
  ['/work/*', '/work'],
  ['/work/*', '/work/a/b'],
  ['/work/*.txt', '/work/notes.txt/deeper'],
  ['/work/*.txt', '/work/sub/notes.txt'],
  ['/work/a*a', '/work/a'],
  ['/work/**/*.txt', '/work/a/b'],
  ['work', 'work'],
]

describe('decidePath()', () => {
  for (const [pattern, path] of ALLOWED) {
    it(`lets '${pattern}' allow '${path}'`, () => {
      assert.deepEqual(decidePath(allow(pattern), path, 'read'), { allowed: true, rule: pattern })
    })
  }

  for (const [pattern, path] of NOT_ALLOWED) {
    it(`does not let '${pattern}' allow ${JSON.stringify(path)}`, () => {
      assert.deepEqual(decidePath(allow(pattern), path, 'read'), { allowed: false, rule: null })
    })
  }

  it('keeps reading and writing apart', () => {
    const rules = { allow: [{ pattern: '/in', read: true, write: false }], deny: [] }
    assert.equal(decidePath(rules, '/in/a', 'read').allowed, true)
    assert.equal(decidePath(rules, '/in/a', 'write').allowed, false)
  })

  for (const [denied, path] of [
    ['/work/secret', '/work/secret'],
    ['/work/secret', '/work/secret/key'],
    ['/work/secret', '/work/SECRET/key'],
    ['/work/*', '/work/a/b'],
    ['/work/*.pem', '/work/x.pem/y'],
    ['/work/**/.git', '/work/a/.git/config'],
    ['/work/caf\u00E9', '/work/cafe\u0301/x'],
    ['/work/CAF\u00C9', '/work/cafe\u0301/x'],
    ['/work/secret', '/work/\u017Fecret'],
    ['/work/stra\u00DFe', '/work/STRASSE'],
    ['/work/\u03BF\u03B4\u03CC\u03C2', '/work/\u039F\u0394\u038C\u03A3'],
    ['/work/secret', '/work/sec\u200Dret'],
  ] as const) {
    it(`lets a deny of '${denied}' win at '${path}'`, () => {
      const rules = { ...allow('/work'), deny: [grant(denied)] }
      assert.deepEqual(decidePath(rules, path, 'read'), { allowed: false, rule: denied })
    })
  }

  it('allows only what every further list allows too', () => {
    const rules = { ...allow('/work'), within: [[grant('/work/a')], [grant('/**/x')]] }
    assert.equal(decidePath(rules, '/work/a/x', 'read').allowed, true)
    assert.equal(decidePath(rules, '/work/a/y', 'read').allowed, false)
    assert.equal(decidePath(rules, '/work/b/x', 'read').allowed, false)
  })

  it('allows nothing without rules', () => {
    fc.assert(fc.property(fc.string(), (path) => !decidePath({ allow: [], deny: [] }, path, 'read').allowed))
  })

  it('lets a deny win whatever is allowed', () => {
    fc.assert(
      fc.property(paths(), fc.array(patterns()), (path, allowed) => {
        const rules = { allow: allowed.map(grant), deny: [grant(path)] }
        return !decidePath(rules, path, 'read').allowed
      }),
    )
  })

  it('never allows more when an allow is taken away', () => {
    fc.assert(
      fc.property(paths(), fc.array(patterns(), { minLength: 1 }), (path, allowed) => {
        const [fewer, more] = [allowed.slice(1), allowed].map((list) =>
          decidePath({ allow: list.map(grant), deny: [] }, path, 'read'),
        )
        return more?.allowed === true || fewer?.allowed === false
      }),
    )
  })

  it('never allows a path with dots that climb', () => {
    fc.assert(
      fc.property(paths(), paths(), (before, after) => {
        return !decidePath(allow('/**'), `${before}/..${after}`, 'read').allowed
      }),
    )
  })

  it('reads patterns as one does that tries every way', () => {
    fc.assert(
      fc.property(paths(), patterns(), (path, pattern) => {
        const parts = segmentsOf(pattern)
        const coversBeneath = !parts.at(-1)?.includes('*')
        const allowed = isMatch(coversBeneath ? [...parts, '**'] : parts, segmentsOf(path))
        assert.equal(decidePath(allow(pattern), path, 'read').allowed, allowed)
      }),
      { numRuns: 2_000 },
    )
  })

  it('denies what is beneath a pattern, in any case', () => {
    fc.assert(
      fc.property(paths(), patterns(), (path, pattern) => {
        const [parts, names] = [pattern, path].map((text) => segmentsOf(text.toLowerCase()))
        const denied = isMatch([...(parts ?? []), '**'], names ?? [])
        const rules = { allow: [grant('/**')], deny: [grant(pattern)] }
        assert.equal(decidePath(rules, path, 'write').allowed, !denied)
      }),
      { numRuns: 2_000 },
    )
  })

  it('answers patterns full of wildcards at once', () => {
    const hostile = `/${Array.from({ length: 200 }, () => '**/a').join('/')}/b`
    const path = `/${Array.from({ length: 2000 }, () => 'a').join('/')}`
    assert.equal(decidePath(allow(hostile), path, 'read').allowed, false)
  })
})

describe('preopenRoots()', () => {
  it('names each path and the folder in front of each wildcard once', () => {
    const rules = {
      allow: ['/work/a.txt', '/data/**', '/data/*.csv', '/home/*/notes', '/data'].map(grant),
      deny: [],
    }
    assert.deepEqual(preopenRoots(rules), [
      { path: '/data', literal: true },
      { path: '/home', literal: false },
      { path: '/work/a.txt', literal: true },
    ])
  })

  it('is the root for a pattern that begins with a wildcard', () => {
    assert.deepEqual(preopenRoots(allow('/**')), [{ path: '/', literal: false }])
  })

  it('leaves out what is no absolute path', () => {
    assert.deepEqual(preopenRoots(allow('work')), [])
  })
})

function grant(pattern: string): PathGrant {
  return { pattern, read: true, write: true }
}

function allow(pattern: string): PathRules {
  return { allow: [grant(pattern)], deny: [] }
}

function segmentsOf(text: string): readonly string[] {
  return text.split('/').filter((segment) => segment !== '')
}

/** Whether parts of a pattern match names, by trying every way there is. */
function isMatch(parts: readonly string[], names: readonly string[]): boolean {
  const [part, ...rest] = parts
  if (part === undefined) return names.length === 0
  if (part === '**') return isMatch(rest, names) || (names.length > 0 && isMatch(parts, names.slice(1)))
  const [name] = names
  if (name === undefined) return false
  const wanted = new RegExp(
    `^${part
      .split('*')
      .map((text) => RegExp.escape(text))
      .join('[^/]*')}$`,
  )
  return wanted.test(name) && isMatch(rest, names.slice(1))
}

function paths(): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom('a', 'b', 'A', 'secret', 'x.txt'), { maxLength: 5 }).map(joined)
}

function patterns(): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom('a', 'b', '*', '**', '*.txt', 'x*'), { maxLength: 5 }).map(joined)
}

function joined(segments: readonly string[]): string {
  return `/${segments.join('/')}`
}
