import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { indexEntries } from '../../../src/artifacts/oci/referrers/index-entries.ts'
import { isLayoutVersion, parseLayoutIndex } from '../../../src/artifacts/archive/layout-index.ts'
import { parseComponentList } from '../../../src/artifacts/component-list/parse-component-list.ts'
import { parseManifest } from '../../../src/artifacts/oci/manifest.ts'
import { parseStoreDocument } from '../../../src/artifacts/store/inventory/store-document.ts'
import { checkStatement } from '../../../src/artifacts/trust/verify/statement.ts'
import { signatureLayers } from '../../../src/artifacts/trust/find/signature-manifest.ts'
import { parseBundleDocument } from '../../../src/components/bundle/bundle-document.ts'
import { parseLockDocument } from '../../../src/components/lock-file/lock-document.ts'

const DIGEST = `sha256:${'0'.repeat(64)}` as const
const MEBIBYTE = 1024 * 1024

/** Everything that reads a document of a stranger, with a field that is a list; true where it was refused. */
const READERS: Readonly<Record<string, readonly [field: string, isRefused: (bytes: Uint8Array) => boolean]>> =
  {
    'a manifest': ['layers', (bytes) => refuses(() => parseManifest(bytes, 'x'), 'MANIFEST_INVALID')],
    'an index': ['manifests', (bytes) => refuses(() => parseManifest(bytes, 'x'), 'MANIFEST_INVALID')],
    'an index of referrers': ['manifests', (bytes) => indexEntries(bytes).length === 0],
    'a manifest of signatures': ['layers', (bytes) => signatureLayers(bytes, null).length === 0],
    'a manifest of the store': ['layers', (bytes) => parseStoreDocument(bytes) === null],
    'a statement': [
      'subject',
      (bytes) => checkStatement(bytes, { manifestDigest: DIGEST, predicates: [] }).kind === 'does-not-fit',
    ],
    'an index of a bundle': ['manifests', (bytes) => parseLayoutIndex(bytes) === null],
    'a version of a layout': ['imageLayoutVersion', (bytes) => !isLayoutVersion(bytes)],
    'what a bundle says': [
      'grants',
      (bytes) => refuses(() => parseBundleDocument(bytes, 'x'), 'BUNDLE_INVALID'),
    ],
    'a lock file': [
      'components',
      (bytes) =>
        refuses(() => parseLockDocument(Buffer.from(bytes).toString('utf8'), 'x'), 'LOCK_FILE_INVALID'),
    ],
    'a list of components': [
      'components',
      (bytes) => refuses(() => parseComponentList(bytes, 'x'), 'COMPONENT_LIST_INVALID'),
    ],
  }

/** What a reader looks at before the list. */
const HEAD = `"schemaVersion":2,"lockfileVersion":1,"bundleVersion":1,"lock":"","_type":"https://in-toto.io/Statement/v1","predicateType":""`

describe('documents that say too much', () => {
  for (const [name, [field, isRefused]] of Object.entries(READERS)) {
    it(`are refused before anything is made of them: ${name}`, () => {
      const items = `{},`.repeat((4 * MEBIBYTE) / 3)
      const before = process.memoryUsage().heapUsed
      assert.ok(isRefused(Buffer.from(`{${HEAD},"${field}":[${items}{}]}`)))
      assert.ok(isRefused(Buffer.from(`{${HEAD},"${field}":${'['.repeat(MEBIBYTE)}${']'.repeat(MEBIBYTE)}}`)))
      const grown = process.memoryUsage().heapUsed - before
      assert.ok(grown < 64 * MEBIBYTE, `${grown / MEBIBYTE} MiB`)
    })

    it(`are refused at their first wrong item: ${name}`, () => {
      // As many as may be: with a reason for each of them this takes minutes.
      const items = Array.from({ length: 90_000 }, () => '{}').join(',')
      for (let repeat = 0; repeat < 10; repeat++) {
        assert.ok(isRefused(Buffer.from(`{${HEAD},"${field}":[${items}]}`)))
      }
    })
  }
})

function refuses(read: () => unknown, code: string): boolean {
  assert.throws(read, { code })
  return true
}
