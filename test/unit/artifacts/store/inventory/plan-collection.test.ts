import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { sha256Of, type Sha256Digest, type StoreRoot } from '#artifacts'

import { planCollection } from '../../../../../src/artifacts/store/inventory/plan-collection.ts'
import { reach } from '../../../../../src/artifacts/store/inventory/reach.ts'
import type { StoreInventory } from '../../../../../src/artifacts/store/inventory/take-inventory.ts'

const HOUR = 3_600_000
const NOW = 1000 * HOUR
const DAY = 24 * HOUR

/** `m1` needs `l1`, and so on; `age` in hours. */
interface Sample {
  readonly name: string
  readonly age: number
  readonly needs?: readonly string[]
  readonly subject?: string
}

function digestOf(name: string): Sha256Digest {
  return sha256Of(Buffer.from(name))
}

/** Blobs of 10 bytes each; references as `[name, manifest, age]`. */
function inventoryOf(
  samples: readonly Sample[],
  references: readonly (readonly [string, string, number])[] = [],
): StoreInventory {
  const blobs = samples.map(({ name, age, needs, subject }) => {
    const document = needs && {
      mediaType: null,
      isIndex: false,
      children: needs.map(digestOf),
      subject: subject === undefined ? null : digestOf(subject),
    }
    const digest = digestOf(name)
    return [digest, { digest, size: 10, lastUsed: NOW - age * HOUR, document: document ?? null }] as const
  })
  return {
    blobs: new Map(blobs),
    references: references.map(([reference, manifest, age]) => {
      const record = { reference, digest: digestOf(manifest), mediaType: '', size: 10 }
      return { ...record, lastUsed: NOW - age * HOUR }
    }),
  }
}

const INSTALLED = { kind: 'installed', id: 'x' } as const

interface Rules {
  readonly roots?: readonly string[]
  readonly graceMs?: number
  readonly maxBytes?: number | null
}

/** Names of what goes. */
function going(
  inventory: StoreInventory,
  samples: readonly Sample[],
  { roots = [], graceMs = DAY, maxBytes = null }: Rules = {},
) {
  const rootList: readonly StoreRoot[] = roots.map((name) => ({ digest: digestOf(name), reason: INSTALLED }))
  const plan = planCollection(inventory, { roots: rootList, graceMs, maxBytes, now: NOW })
  const digests = new Set(plan.blobs.map(({ digest }) => digest))
  return { blobs: samples.filter(({ name }) => digests.has(digestOf(name))).map(({ name }) => name), plan }
}

describe('planCollection()', () => {
  const VERSIONS: readonly Sample[] = [
    { name: 'm1', age: 100, needs: ['l1', 'config'] },
    { name: 'l1', age: 100 },
    { name: 'm2', age: 50, needs: ['l2', 'config'] },
    { name: 'l2', age: 50 },
    { name: 'm3', age: 2, needs: ['l3', 'config'] },
    { name: 'l3', age: 30 },
    { name: 'config', age: 100 },
  ]

  it('removes what nothing needs once the grace is over, and leaves recent versions whole', () => {
    const inventory = inventoryOf(VERSIONS, [['h/x:1', 'm2', 50]])
    const { blobs, plan } = going(inventory, VERSIONS)
    assert.deepEqual(blobs, ['m1', 'l1'])
    assert.deepEqual(plan.references, [])
    assert.equal(plan.left, 50)
  })

  it('keeps what a root names, by its layer too', () => {
    const inventory = inventoryOf(VERSIONS)
    assert.deepEqual(going(inventory, VERSIONS, { roots: ['l1'] }).blobs, ['m2', 'l2'])
    assert.deepEqual(going(inventory, VERSIONS, { roots: ['m2', 'l1'] }).blobs, [])
  })

  it('keeps signatures as long as what they are about', () => {
    const samples: readonly Sample[] = [
      ...VERSIONS,
      { name: 'referrer', age: 100, needs: ['bundle'], subject: 'm1' },
      { name: 'bundle', age: 100 },
      { name: 'index', age: 1, needs: ['signature'] },
      { name: 'signature', age: 100 },
    ]
    const tag = `h/x:sha256-${digestOf('m1').slice('sha256:'.length)}`
    const inventory = inventoryOf(samples, [[tag, 'index', 1]])
    assert.deepEqual(going(inventory, samples, { roots: ['m1'] }).blobs, ['m2', 'l2'])
    const gone = going(inventory, samples, { graceMs: 0 })
    assert.deepEqual(
      gone.blobs,
      samples.map(({ name }) => name),
    )
    assert.deepEqual(gone.plan.references, [tag])
  })

  it('lets a name with a digest lapse, and forgets names of what is gone', () => {
    const references = [
      [`h/x@${digestOf('m1')}`, 'm1', 100],
      [`h/x@${digestOf('m2')}`, 'm2', 1],
      ['h/x:gone', 'missing', 100],
    ] as const
    const { blobs, plan } = going(inventoryOf(VERSIONS, references), VERSIONS)
    assert.deepEqual(blobs, ['m1', 'l1'])
    assert.deepEqual(plan.references, [`h/x@${digestOf('m1')}`, 'h/x:gone'])
  })

  it('keeps what was replaced for the grace time after that, while there is room', () => {
    const reason = { kind: 'replaced', id: 'x' } as const
    const goingWith = (hours: number, maxBytes: number | null) => {
      const roots = [{ digest: digestOf('m1'), reason, givenUp: NOW - hours * HOUR }]
      const plan = planCollection(inventoryOf(VERSIONS), { roots, graceMs: DAY, maxBytes, now: NOW })
      const gone = new Set(plan.blobs.map(({ digest }) => digest))
      return ['m1', 'l1'].map((name) => gone.has(digestOf(name)))
    }
    assert.deepEqual(goingWith(3, null), [false, false])
    assert.deepEqual(goingWith(25, null), [true, true])
    assert.deepEqual(goingWith(3, 20), [true, true])
  })

  it('goes on with what was not used for the longest time while there is too much', () => {
    const references = [
      ['h/x:1', 'm1', 100],
      ['h/x:2', 'm2', 50],
    ] as const
    const inventory = inventoryOf(VERSIONS, references)
    assert.deepEqual(going(inventory, VERSIONS, { maxBytes: 70 }).blobs, [])
    const first = going(inventory, VERSIONS, { maxBytes: 60 })
    assert.deepEqual(first.blobs, ['m1', 'l1'])
    assert.deepEqual(first.plan.references, ['h/x:1'])
    assert.deepEqual(going(inventory, VERSIONS, { maxBytes: 30 }).blobs, ['m1', 'l1', 'm2', 'l2'])
  })

  it('takes nothing that is installed or perhaps being loaded, whatever the cap', () => {
    const samples: readonly Sample[] = [
      { name: 'm1', age: 100, needs: ['l1'] },
      { name: 'l1', age: 100 },
      { name: 'm2', age: 0.5, needs: ['l2'] },
      { name: 'l2', age: 100 },
      { name: 'm3', age: 2, needs: ['l3'] },
      { name: 'l3', age: 2 },
    ]
    const { blobs, plan } = going(inventoryOf(samples), samples, { roots: ['l1'], maxBytes: 0 })
    assert.deepEqual(blobs, ['m3', 'l3'])
    assert.equal(plan.left, 40)
  })

  it('never takes a part of what it leaves, and leaves no more than the cap unless it must', () => {
    const name = fc.integer({ min: 0, max: 9 }).map((index) => `b${index}`)
    const blob = fc.record({
      age: fc.integer({ min: 2, max: 100 }),
      needs: fc.option(fc.array(name, { maxLength: 3 }), { nil: undefined }),
      subject: fc.option(name, { nil: undefined }),
    })
    const reference = fc.tuple(name, fc.integer({ min: 2, max: 100 }))
    const facts = fc.record({
      blobs: fc.array(blob, { minLength: 10, maxLength: 10 }),
      references: fc.array(reference, { maxLength: 4 }),
      roots: fc.array(name, { maxLength: 2 }),
      maxBytes: fc.option(fc.integer({ min: 0, max: 100 })),
      graceMs: fc.integer({ min: 0, max: 100 }).map((hours) => hours * HOUR),
    })
    fc.assert(
      fc.property(facts, ({ blobs, references, roots, maxBytes, graceMs }) => {
        const samples = blobs.map(({ age, needs, subject }, index): Sample => {
          return { name: `b${index}`, age, ...(needs && { needs }), ...(needs && subject && { subject }) }
        })
        const inventory = inventoryOf(
          samples,
          references.map(([manifest, age], index) => [`h/x:${index}`, manifest, age]),
        )
        const { plan } = going(inventory, samples, { roots, maxBytes, graceMs })
        const gone = new Set(plan.blobs.map(({ digest }) => digest))
        for (const { digest } of inventory.blobs.values()) {
          if (!gone.has(digest)) assert.ok([...reach(inventory, digest)].every((below) => !gone.has(below)))
        }
        assert.ok(roots.every((root) => !gone.has(digestOf(root))))
        if (maxBytes !== null && roots.length === 0) assert.ok(plan.left <= maxBytes)
      }),
    )
  })
})
