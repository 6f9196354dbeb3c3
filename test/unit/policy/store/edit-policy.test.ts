import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { decideNetwork, effectivePolicy, FOR_GOOD, type Grant, networkAttemptOf, parsePolicy } from '#policy'

import {
  newPolicyText,
  withDeny,
  withGrant,
  withoutRules,
  withUsesClaimed,
} from '../../../../src/policy/store/edit-policy.ts'

const FILE = 'x.policy.yaml'
const HAND_WRITTEN = `# Ask Ada before you change this
version: "1.0"
permissions:
  # the weather
  network:
    allow:
      - host: api.weather.example # free of charge
      # and its maps
      - host: "*.maps.example"
        ports: [443]
`

const X: Grant = { kind: 'network', host: 'x.com' }
const READ: Grant = { kind: 'storage', uri: 'fs:///work', access: ['read'] }
const WRITE: Grant = { kind: 'storage', uri: 'fs:///work', access: ['write'] }

describe('withGrant()', () => {
  it('makes a policy of the first grant', () => {
    assert.equal(
      granted(newPolicyText('x'), X),
      `version: '1.0'
description: 'Auto-generated policy for component: x'
permissions:
  network:
    allow:
      - host: x.com
`,
    )
  })

  it('keeps comments, order and quotes of what is there', () => {
    assert.equal(granted(HAND_WRITTEN, X), `${HAND_WRITTEN}      - host: x.com\n`)
  })

  for (const [name, grants] of [
    ['a host', [X, X]],
    ['a host in another spelling', [X, { kind: 'network', host: 'X.com.' }]],
    ['a path', [READ, { kind: 'storage', uri: 'fs:///work/', access: ['read'] }]],
    [
      'a variable',
      [
        { kind: 'environment', key: 'A' },
        { kind: 'environment', key: 'A' },
      ],
    ],
  ] as const) {
    it(`writes ${name} once`, () => {
      const once = granted(newPolicyText('x'), grants[0])
      assert.equal(granted(once, grants[1]), once)
    })
  }

  it('merges reading and writing of a path into one rule', () => {
    const text = granted(granted(newPolicyText('x'), READ), WRITE)
    const [rule, ...others] = parsePolicy(text, { file: FILE }).permissions.storage.allow ?? []
    assert.deepEqual([rule?.read, rule?.write, others.length], [true, true, 0])
  })

  it('does not widen a rule of the same host that says more', () => {
    const text = granted(HAND_WRITTEN, { kind: 'network', host: '*.maps.example' })
    assert.equal(parsePolicy(text, { file: FILE }).permissions.network.allow?.length, 3)
  })

  it('writes how long a grant lasts, and puts a longer one in the place of a shorter', () => {
    const expires = Date.UTC(2027, 0, 1)
    const timed = withGrant({ text: newPolicyText('x'), file: FILE }, X, { expires, uses: null })
    assert.match(timed, /expires: 2027-01-01T00:00:00.000Z/)
    const once = withGrant({ text: timed, file: FILE }, X, { expires: null, uses: 1 })
    assert.doesNotMatch(once, /expires/)
    assert.match(once, /uses: 1/)
    const forGood = granted(once, X)
    assert.doesNotMatch(forGood, /uses/)
    assert.equal(withGrant({ text: forGood, file: FILE }, X, { expires, uses: null }), forGood)
  })

  it('keeps a lasting right to read beside a passing one to write', () => {
    const text = withGrant({ text: granted(newPolicyText('x'), READ), file: FILE }, WRITE, {
      expires: null,
      uses: 1,
    })
    const rules = parsePolicy(text, { file: FILE }).permissions.storage.allow ?? []
    assert.deepEqual(
      rules.map(({ read, write, uses }) => ({ read, write, uses })),
      [
        { read: true, write: false, uses: null },
        { read: false, write: true, uses: 1 },
      ],
    )
  })

  it('writes what a path leads to, and puts it in the place of what it led to before', () => {
    const uri = 'fs:///work/latest'
    const read = { kind: 'storage', uri, access: ['read'], resolved: '/data/v1' } as const
    const write = { ...read, access: ['write'] } as const
    const v1 = granted(granted(newPolicyText('x'), read), write)
    assert.deepEqual(storageIn(v1), [{ uri, resolved: '/data/v1', read: true, write: true }])
    assert.equal(granted(v1, read), v1)
    const v2 = granted(v1, { ...read, resolved: '/data/v2' })
    assert.deepEqual(storageIn(v2), [{ uri, resolved: '/data/v2', read: true, write: false }])
    const plain = granted(v2, { kind: 'storage', uri, access: ['read'] })
    assert.deepEqual(storageIn(plain), [{ uri, resolved: null, read: true, write: false }])
  })

  it('sets the limit of memory', () => {
    const text = granted(granted(newPolicyText('x'), memory('512Mi')), memory('1Gi'))
    assert.equal(parsePolicy(text, { file: FILE }).permissions.limits.memoryBytes, 1024 ** 3)
  })

  for (const permissions of [
    'permissions:',
    'permissions: {}',
    'permissions: # none yet',
    'permissions:\n  network:\n    allow:',
    'permissions: {network: {allow: []}}',
  ]) {
    it(`fills ${JSON.stringify(permissions)}`, () => {
      const text = granted(`version: "1.0"\n${permissions}\n`, X)
      assert.equal(parsePolicy(text, { file: FILE }).permissions.network.allow?.length, 1)
    })
  }

  it('refuses a file that is damaged', () => {
    assert.throws(() => granted('version: "1.0"\npermissions: [', X), { code: 'POLICY_INVALID' })
  })
})

describe('withDeny()', () => {
  it('adds a deny, which wins over a grant', () => {
    const text = withDeny(
      { text: granted(newPolicyText('x'), X), file: FILE },
      { kind: 'network', host: 'x.com' },
    )
    const policy = effectivePolicy({
      granted: parsePolicy(text, { file: FILE }),
      requested: null,
      ceiling: null,
    })
    assert.equal(decideNetwork(policy, networkAttemptOf('https://x.com/')).kind, 'denied')
  })
})

describe('withoutRules()', () => {
  it('removes every rule of a host and leaves the rest as it is', () => {
    const { text, removed } = withoutRules(
      { text: HAND_WRITTEN, file: FILE },
      { kind: 'network', host: '*.MAPS.example' },
    )
    assert.equal(removed, 1)
    assert.match(text, /^# Ask Ada/)
    assert.match(text, /free of charge/)
    assert.doesNotMatch(text, /maps\.example/)
  })

  it('removes all access to a path', () => {
    const text = granted(granted(newPolicyText('x'), READ), WRITE)
    const { removed, text: rest } = withoutRules({ text, file: FILE }, { kind: 'storage', uri: 'fs:///work' })
    assert.equal(removed, 1)
    assert.deepEqual(parsePolicy(rest, { file: FILE }).permissions.storage.allow, [])
  })

  it('changes nothing where there is no such rule', () => {
    assert.equal(
      withoutRules({ text: HAND_WRITTEN, file: FILE }, { kind: 'environment', key: 'A' }).removed,
      0,
    )
  })

  it('takes the limit of memory away', () => {
    const text = granted(newPolicyText('x'), memory('512Mi'))
    const { removed, text: rest } = withoutRules({ text, file: FILE }, { kind: 'memory' })
    assert.equal(removed, 1)
    assert.equal(parsePolicy(rest, { file: FILE }).permissions.limits.memoryBytes, null)
  })

  it('undoes a grant, whatever stood there before', () => {
    const host = fc.constantFrom('a.com', 'b.com', '*.c.com', 'https://d.com')
    fc.assert(
      fc.property(fc.array(host), host, (before, added) => {
        const start = before.reduce(
          (text, item) => granted(text, { kind: 'network', host: item }),
          newPolicyText('x'),
        )
        const { text } = withoutRules(
          { text: granted(start, { kind: 'network', host: added }), file: FILE },
          { kind: 'network', host: added },
        )
        const left = parsePolicy(text, { file: FILE }).permissions.network.allow ?? []
        assert.deepEqual(
          left.map((rule) => rule.text),
          [...new Set(before)].filter((item) => item !== added),
        )
      }),
      { numRuns: 30 },
    )
  })
})

describe('withUsesClaimed()', () => {
  it('counts down and removes what is used up', () => {
    const text = withGrant({ text: HAND_WRITTEN, file: FILE }, X, { expires: null, uses: 2 })
    const once = withUsesClaimed({ text, file: FILE })
    assert.match(once ?? '', /uses: 1/)
    const never = withUsesClaimed({ text: once ?? '', file: FILE })
    assert.doesNotMatch(never ?? '', /x\.com|uses/)
    assert.match(never ?? '', /free of charge/)
  })

  it('counts the rules of the tool that is called, which would else narrow nothing', () => {
    const rule = '{ network: { allow: [{ host: x.com, uses: 2 }] } }'
    const text = `version: "1.0"\npermissions: { network: { allow: [{ host: x.com }] } }\ntools: { one: ${rule}, two: ${rule} }\n`
    const rulesOf = (policy: string | null, tool: string) =>
      parsePolicy(policy ?? '', { file: FILE })
        .tools.get(tool)
        ?.network.allow?.map(({ uses }) => uses)
    const first = withUsesClaimed({ text, file: FILE }, 'one')
    assert.deepEqual([rulesOf(first, 'one'), rulesOf(first, 'two')], [[1], [2]])
    const second = withUsesClaimed({ text: first ?? '', file: FILE }, 'one')
    assert.deepEqual([rulesOf(second, 'one'), rulesOf(second, 'two')], [[], [2]])
    assert.equal(withUsesClaimed({ text, file: FILE }, 'three'), null)
  })

  it('is null where no rule counts', () => {
    assert.equal(withUsesClaimed({ text: HAND_WRITTEN, file: FILE }), null)
  })
})

function granted(text: string, grant: Grant): string {
  return withGrant({ text, file: FILE }, grant, FOR_GOOD)
}

function memory(limit: string): Grant {
  return { kind: 'memory', limit }
}

function storageIn(text: string): readonly object[] {
  const rules = parsePolicy(text, { file: FILE }).permissions.storage.allow ?? []
  return rules.map(({ uri, resolved, read, write }) => ({ uri, resolved, read, write }))
}
