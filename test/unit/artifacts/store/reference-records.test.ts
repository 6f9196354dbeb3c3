import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { sha256Of } from '#artifacts'

import { readReferences, recordReferences } from '../../../../src/artifacts/store/reference-records.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

describe('recordReferences()', () => {
  it('notes each, and lists those of before and all of them in the index', async (t) => {
    const folder = await temporaryFolder(t)
    const mediaType = 'application/vnd.oci.image.manifest.v1+json'
    const records = ['one', 'two', 'three'].map((name) => {
      return { reference: `ghcr.io/user/${name}:1`, mediaType, digest: sha256Of(Buffer.from(name)), size: 9 }
    })
    await recordReferences(folder, records.slice(0, 1))
    await recordReferences(folder, records)
    const noted = (await readReferences(folder)).map(({ reference }) => reference)
    assert.deepEqual(noted.toSorted(), records.map(({ reference }) => reference).toSorted())
    assert.equal(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')).manifests.length, 3)
  })
})
