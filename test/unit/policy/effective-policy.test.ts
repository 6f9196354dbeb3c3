import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import {
  decideEnvironment,
  decideStorage,
  effectivePolicy,
  resolveLimits,
  type LimitValues,
  type PolicyLimits,
} from '#policy'

import { granting, policyWith } from '../../helpers/policies.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')

const DEFAULTS: LimitValues = {
  memoryBytes: 512 * 1024 ** 2,
  cpu: 1,
  cpuTimeMs: Number.POSITIVE_INFINITY,
  timeoutMs: 60_000,
  concurrency: 16,
  queue: 64,
  argumentBytes: 1000,
  outputBytes: 1000,
  logBytes: 1000,
  logLines: 10,
  responseBytes: 1000,
  instances: 10,
  table: 1000,
}

describe('effectivePolicy()', () => {
  it('lets a rule end when it expires', () => {
    const permissions = { environment: { allow: [{ key: 'A', expires: '2026-06-01T12:00:00Z' }] } }
    const kindAt = (now?: number) => decideEnvironment(granting(permissions, { now }), 'A').kind
    assert.equal(kindAt(NOON - 1), 'allowed')
    assert.equal(kindAt(NOON), 'denied')
    assert.equal(kindAt(), 'denied')
  })

  it('lets a rule end when it is used up', () => {
    const kinds = [1, 0].map(
      (uses) => decideEnvironment(granting({ environment: { allow: [{ key: 'A', uses }] } }), 'A').kind,
    )
    assert.deepEqual(kinds, ['allowed', 'denied'])
  })

  it('keeps to the rules of one tool that the operator, the author or the ceiling has', () => {
    const granted = { environment: { allow: [{ key: 'A' }] } }
    const narrow = policyWith({}, { f: { environment: { allow: [] } } })
    const open = policyWith(granted)
    for (const sources of [
      { granted: { ...open, tools: narrow.tools } },
      { requested: { ...open, tools: narrow.tools } },
      { ceiling: { ...open, tools: narrow.tools } },
    ]) {
      const kindFor = (tool: string) => decideEnvironment(granting(granted, { ...sources, tool }), 'A').kind
      assert.deepEqual([kindFor('f'), kindFor('g')], ['denied', 'allowed'], Object.keys(sources).join())
    }
  })

  it('opens no pseudo files and none of our own folders, whatever is granted', () => {
    const everything = { storage: { allow: [{ uri: 'fs:///', access: ['read', 'write'] }] } }
    const policy = granting(everything, { ownFolders: ['/home/a/secrets'] })
    for (const path of ['/proc/self/environ', '/dev/zero', '/sys', '/home/a/secrets/x', '/home/a/Secrets']) {
      assert.match(JSON.stringify(decideStorage(policy, { path, access: 'read' })), /built-in storage\.deny/)
    }
    assert.equal(decideStorage(policy, { path: '/home/a', access: 'read' }).kind, 'allowed')
  })

  it('takes an author who asks for nothing at their word', () => {
    const granted = { environment: { allow: [{ key: 'A' }] } }
    assert.equal(decideEnvironment(granting(granted, { requested: policyWith({}) }), 'A').kind, 'denied')
    assert.equal(decideEnvironment(granting(granted, { requested: null }), 'A').kind, 'allowed')
  })
})

/** A limit as it can stand in a file, for each key that there is. */
const LIMITS = fc.record(
  {
    memory: fc.integer({ min: 1, max: 4096 }).map((size) => `${size}Mi`),
    cpu: fc.integer({ min: 1, max: 9_000 }).map((share) => `${share}m`),
    cpu_time: fc.integer({ min: 1, max: 86_000 }).map((time) => `${time}s`),
    timeout: fc.integer({ min: 1, max: 86_000 }).map((time) => `${time}s`),
    ...Object.fromEntries(
      ['concurrency', 'queue', 'log_lines', 'instances', 'table'].map((key) => [key, fc.integer({ min: 1 })]),
    ),
    ...Object.fromEntries(
      ['arguments', 'output', 'log', 'response'].map((key) => [
        key,
        fc.integer({ min: 1, max: 2_000 }).map((size) => `${size}Ki`),
      ]),
    ),
  },
  { requiredKeys: [] },
)

function limited(limits: object): object {
  return { resources: { limits } }
}

function limitsIn(limits: object): PolicyLimits {
  return policyWith(limited(limits)).permissions.limits
}

describe('resolveLimits()', () => {
  it('is never above the author, the tool or the ceiling, nor above the operator or else the default', () => {
    fc.assert(
      fc.property(fc.tuple(LIMITS, LIMITS, LIMITS, LIMITS), ([operator, author, tool, ceiling]) => {
        const effective = effectivePolicy({
          granted: policyWith(limited(operator), { f: limited(tool) }),
          requested: policyWith(limited(author)),
          ceiling: policyWith(limited(ceiling)),
          tool: 'f',
        })
        const narrowing = [author, tool, ceiling].map(limitsIn)
        for (const [key, limit] of Object.entries(resolveLimits(effective, DEFAULTS))) {
          const numbersOf = (limits: object): number =>
            new Map(Object.entries(limits)).get(key) ?? Number.POSITIVE_INFINITY
          const own = new Map(Object.entries(limitsIn(operator))).get(key) ?? numbersOf(DEFAULTS)
          assert.equal(limit, Math.min(own, ...narrowing.map(numbersOf)), key)
        }
      }),
    )
  })

  it('takes the default where nobody says anything', () => {
    assert.deepEqual(resolveLimits(granting({}), DEFAULTS), DEFAULTS)
  })

  it("takes the operator's, more or less than the default", () => {
    const limits = resolveLimits(granting({ resources: { limits: { memory: '1Gi', timeout: 5 } } }), DEFAULTS)
    assert.deepEqual(limits, { ...DEFAULTS, memoryBytes: 1024 ** 3, timeoutMs: 5000 })
  })

  it('lets the author narrow and never widen', () => {
    const requested = policyWith({ resources: { limits: { memory: '1Gi', timeout: '5s' } } })
    assert.deepEqual(resolveLimits(granting({}, { requested }), DEFAULTS), { ...DEFAULTS, timeoutMs: 5000 })
  })

  it('stays under the ceiling', () => {
    const ceiling = policyWith({ resources: { limits: { memory: '256Mi', concurrency: 4 } } })
    const policy = granting({ resources: { limits: { memory: '1Gi' } } }, { ceiling })
    assert.deepEqual(resolveLimits(policy, DEFAULTS), {
      ...DEFAULTS,
      memoryBytes: 256 * 1024 ** 2,
      concurrency: 4,
    })
  })
})
