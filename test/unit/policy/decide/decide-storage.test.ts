import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { decidePath, decideStorage, pathRulesOf } from '#policy'

import { granting, policyWith } from '../../../helpers/policies.ts'

describe('decideStorage()', () => {
  it('denies every path under an empty policy and says which rule would allow it', () => {
    assert.deepEqual(decideStorage(granting({}), { path: '/work/a', access: 'write' }), {
      kind: 'denied',
      reason: "No rule allows to write '/work/a'",
      rule: null,
      grant: { kind: 'storage', uri: 'fs:///work/a', access: ['write'] },
    })
  })

  it('names the rule that allows', () => {
    assert.deepEqual(decideStorage(granting(storage(['/work/**'])), { path: '/work/a', access: 'read' }), {
      kind: 'allowed',
      rule: 'granted storage.allow: fs:///work/**',
    })
  })

  it('names the rule that denies, whoever wrote it', () => {
    const ceiling = policyWith(storage(['/**'], ['/work/secret']))
    const decision = decideStorage(granting(storage(['/work']), { ceiling }), {
      path: '/work/secret/key',
      access: 'read',
    })
    assert.deepEqual(decision, {
      kind: 'denied',
      reason: "A rule denies to read '/work/secret/key'",
      rule: 'ceiling storage.deny: fs:///work/secret',
      grant: null,
    })
  })

  for (const path of ['/work/../etc', 'work', '/home/**', '/a\0b']) {
    it(`suggests no grant for ${JSON.stringify(path)}`, () => {
      const decision = decideStorage(granting({}), { path, access: 'read' })
      assert.equal(decision.kind === 'denied' && decision.grant, null)
    })
  }

  it('lets a relative rule of Wassette allow nothing', () => {
    const policy = granting({ storage: { allow: [{ uri: 'fs://work', access: ['read'] }] } })
    assert.equal(decideStorage(policy, { path: '/work', access: 'read' }).kind, 'denied')
  })

  it('narrows the rules of the component by those of a tool', () => {
    const granted = policyWith(storage(['/work']), { 'read-file': storage(['/work/docs']) })
    const kindFor = (tool: string | undefined, path: string) =>
      decideStorage(granting({}, { granted, tool }), { path, access: 'read' }).kind
    assert.equal(kindFor(undefined, '/work/x'), 'allowed')
    assert.equal(kindFor('other', '/work/x'), 'allowed')
    assert.equal(kindFor('read-file', '/work/docs/x'), 'allowed')
    assert.equal(kindFor('read-file', '/work/x'), 'denied')
  })

  it('decides as the sandbox process does with the same rules', () => {
    fc.assert(
      fc.property(fc.array(paths()), fc.array(paths(), { maxLength: 2 }), paths(), (allow, deny, path) => {
        const policy = granting(storage(allow, deny), { requested: policyWith(storage(['/a', '/b/**'])) })
        const { allowed } = decidePath(pathRulesOf(policy), path, 'read')
        return (decideStorage(policy, { path, access: 'read' }).kind === 'allowed') === allowed
      }),
    )
  })
})

function storage(allow: readonly string[], deny: readonly string[] = []): object {
  return { storage: { allow: allow.map(reading), deny: deny.map(reading) } }
}

function reading(path: string): object {
  return { uri: `fs://${path}`, access: ['read'] }
}

function paths(): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
    .map((parts) => `/${parts.join('/')}`)
}
