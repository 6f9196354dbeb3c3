import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { sha256Of } from '#artifacts'

import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

describe('fetchFile()', () => {
  it('copies the component into the store', async () => {
    await using home = await TemporaryHome.create()
    const bytes = sampleComponent(3_000_000)
    const path = await home.write('my component.wasm', bytes)
    const done: number[] = []

    const artifact = await home
      .artifacts()
      .fetchArtifact(`file://${path}`, { onProgress: (progress) => done.push(progress.done) })

    assert.equal(artifact.suggestedId, 'my_component')
    assert.equal(artifact.digest, sha256Of(bytes))
    assert.deepEqual(artifact.source, { kind: 'file', path })
    assert.deepEqual(await readFile(artifact.path), bytes)
    assert.equal(done.at(-1), bytes.length)
  })

  it('says what is wrong with a path', async () => {
    await using home = await TemporaryHome.create()
    await mkdir(join(home.path, 'folder.wasm'))
    await symlink('/dev/zero', join(home.path, 'endless.wasm'))
    await home.write('text.wasm', 'hello')
    await home.write('large.wasm', sampleComponent(5000))
    const artifacts = home.artifacts({ maxComponentBytes: 4096 })
    const fetch = (name: string): Promise<unknown> =>
      artifacts.fetchArtifact(`file://${join(home.path, name)}`)

    await assert.rejects(fetch('none.wasm'), {
      code: 'FILE_NOT_FOUND',
      message: `Component path does not exist: "${home.path}/none.wasm"; check its spelling`,
    })
    await assert.rejects(fetch('folder.wasm'), { code: 'FILE_NOT_READABLE' })
    await assert.rejects(fetch('endless.wasm'), { code: 'FILE_NOT_READABLE' })
    await assert.rejects(fetch('text.wasm'), { code: 'NOT_A_COMPONENT' })
    await assert.rejects(fetch('large.wasm'), { code: 'TOO_LARGE' })
    assert.deepEqual(await readdir(join(home.storeDir, 'blobs', 'sha256')), [])
    assert.deepEqual(await readdir(join(home.storeDir, 'tmp')), [])
  })

  it('stops when it is cancelled', async () => {
    await using home = await TemporaryHome.create()
    const path = await home.write('a.wasm', sampleComponent())
    await assert.rejects(home.artifacts().fetchArtifact(`file://${path}`, { signal: AbortSignal.abort() }), {
      code: 'CANCELLED',
    })
  })
})
