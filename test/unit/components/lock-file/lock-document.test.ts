import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { sha256Of } from '#artifacts'
import { isCodedError } from '#platform'

import { parseLockDocument, printLockDocument } from '../../../../src/components/lock-file/lock-document.ts'
import type { LockedVersion } from '../../../../src/components/lock-file/locked-version.ts'

const FILE = '/project/wassette.lock'

const digest = fc.string().map((text) => sha256Of(Buffer.from(text)))
const content = fc.record({ digest, size: fc.nat() })
const reference = fc.oneof(
  fc.webUrl({ validSchemes: ['https'] }).map((url) => new URL(url).href),
  fc
    .tuple(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,9}$/))
    .map(([name, tag]) => `oci://ghcr.io/user/${name}:${tag}`),
)
const version: fc.Arbitrary<LockedVersion> = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,20}$/),
  manifest: fc.option(content),
  layer: content,
  policy: fc.option(digest),
  resolved: fc.option(reference),
  signer: fc.option(
    fc.oneof(
      fc.record({ kind: fc.constant('key' as const), fingerprint: digest }),
      fc.record({
        kind: fc.constant('keyless' as const),
        issuer: fc.webUrl(),
        identity: fc.string({ maxLength: 64 }),
      }),
    ),
  ),
  tools: digest,
  wishes: fc.option(digest),
})
const document = fc.array(fc.tuple(reference, version)).map((entries) => new Map(entries))

const EXAMPLE: LockedVersion = {
  id: 'user_count',
  manifest: { digest: sha256Of(Buffer.from('manifest')), size: 497 },
  layer: { digest: sha256Of(Buffer.from('layer')), size: 772714 },
  policy: null,
  resolved: null,
  signer: null,
  tools: sha256Of(Buffer.from('tools')),
  wishes: null,
}
const REFERENCE = 'oci://ghcr.io/user/count:0.1.0'

describe('printLockDocument()', () => {
  it('is read back as it was', () => {
    fc.assert(
      fc.property(document, (written) => {
        assert.deepEqual(plain(parseLockDocument(printLockDocument(written), FILE)), plain(written))
      }),
    )
  })

  it('does not depend on the order of references and keys', () => {
    fc.assert(
      fc.property(document, (written) => {
        const turned = [...written].toReversed().map(([key, item]) => [key, reversedKeys(item)] as const)
        assert.equal(printLockDocument(new Map(turned)), printLockDocument(written))
      }),
    )
  })

  it('has the form that teams keep in git', () => {
    assert.equal(
      printLockDocument(new Map([[REFERENCE, EXAMPLE]])),
      `{
  "lockfileVersion": 1,
  "components": {
    "oci://ghcr.io/user/count:0.1.0": {
      "id": "user_count",
      "layer": {
        "digest": "${EXAMPLE.layer.digest}",
        "size": 772714
      },
      "manifest": {
        "digest": "${EXAMPLE.manifest?.digest}",
        "size": 497
      },
      "policy": null,
      "resolved": null,
      "signer": null,
      "tools": "${EXAMPLE.tools}",
      "wishes": null
    }
  }
}
`,
    )
  })
})

describe('parseLockDocument()', () => {
  const good = printLockDocument(new Map([[REFERENCE, EXAMPLE]]))
  const damages: readonly (readonly [string, string, number])[] = [
    ['is cut off', good.slice(0, 200), 7],
    ['has the marks of a merge', good.replace('  "components"', '<<<<<<< HEAD\n  "components"'), 3],
    ['is of no version', good.replace('"lockfileVersion": 1', '"lockfileVersion": 0'), 2],
    ['has a wrong digest', good.replace(EXAMPLE.layer.digest, 'sha256:12'), 7],
    ['has a key that nobody knows', good.replace('"policy"', '"polciy"'), 4],
    ['has an id that leaves its folder', good.replace('user_count', '../x'), 5],
    ['has a reference in another spelling', good.replace('ghcr.io/user', 'GHCR.io/user'), 4],
    ['has a key that is no reference', good.replace('oci://ghcr.io', 'ghcr.io'), 4],
    ['is empty', '', 1],
    ['is no object', '[]', 1],
  ]
  for (const [what, text, line] of damages) {
    it(`names file and line where it ${what}`, () => {
      assert.throws(
        () => parseLockDocument(text, FILE),
        (error) =>
          isCodedError(error, 'LOCK_FILE_INVALID') &&
          error.message.includes(`'${FILE}' is damaged at line ${line} `),
      )
    })
  }

  it('calls no damage what a later version wrote', () => {
    assert.throws(
      () => parseLockDocument(good.replace('"lockfileVersion": 1', '"lockfileVersion": 2'), FILE),
      (error) => isCodedError(error, 'LOCK_FILE_INVALID') && error.message.includes('update wassette'),
    )
  })

  it('throws nothing else, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), mutated(good)), (text) => {
        try {
          parseLockDocument(text, FILE)
        } catch (error) {
          assert(isCodedError(error, 'LOCK_FILE_INVALID'))
        }
      }),
    )
  })
})

/** Without order and prototypes. */
function plain(map: ReadonlyMap<string, unknown>): unknown {
  return structuredClone(new Map([...map].toSorted(([one], [other]) => (one < other ? -1 : 1))))
}

function reversedKeys(item: LockedVersion): LockedVersion {
  const { id, manifest, layer, policy, resolved, signer, tools, wishes } = item
  return { wishes, tools, signer, resolved, policy, layer, manifest, id }
}

function mutated(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(text.length), fc.nat(12), fc.string({ maxLength: 4 }))
    .map(([at, length, put]) => text.slice(0, at) + put + text.slice(at + length))
}
