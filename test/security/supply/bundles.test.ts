import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'

import { LayoutArchive, sha256Of } from '#artifacts'
import { BundleService } from '#components'

import { printLayoutIndex } from '../../../src/artifacts/archive/layout-index.ts'
import { LockFile } from '../../../src/components/lock-file/lock-file.ts'
import { makeTar, type TarFile } from '../../helpers/tar.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const home = await temporaryFolder({ after })

const LAYOUT = Buffer.from('{"imageLayoutVersion":"1.0.0"}')
const LAYER = Buffer.from('layer')
const CONFIG = Buffer.from('{}')
const MANIFEST = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.empty.v1+json', ...pointerTo(CONFIG) },
    layers: [{ mediaType: 'application/wasm', ...pointerTo(LAYER) }],
  }),
)

function pointerTo(bytes: Uint8Array) {
  return { digest: sha256Of(bytes), size: bytes.length }
}

function blob(bytes: Uint8Array, name = sha256Of(bytes)): TarFile {
  return { name: `blobs/${name.replace(':', '/')}`, bytes }
}

function indexOf(reference: string, manifest: Uint8Array = MANIFEST): TarFile {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const record = { reference, mediaType, ...pointerTo(manifest) }
  return { name: 'index.json', bytes: Buffer.from(printLayoutIndex([record])) }
}

const VERSION: TarFile = { name: 'oci-layout', bytes: LAYOUT }
const WHOLE: readonly TarFile[] = [blob(CONFIG), blob(LAYER), blob(MANIFEST), indexOf('host.io/x:1'), VERSION]

/** Writes an archive to a folder of its own, and opens it. */
async function tryArchive(content: Buffer): Promise<void> {
  const path = join(await mkdtemp(join(home, 'archive-')), 'bundle.tar')
  await writeFile(path, content)
  await tryFile(path)
}

/** As the command does: what is refused leaves no trace. */
async function tryFile(path: string): Promise<void> {
  const folder = join(path, '..')
  const before = await readdir(folder, { recursive: true })
  try {
    await bundlesIn(folder).import(path)
  } finally {
    assert.deepEqual(await readdir(folder, { recursive: true }), before)
  }
}

function bundlesIn(folder: string): BundleService {
  return new BundleService({
    cacheFolder: join(folder, 'cache'),
    componentFolder: join(folder, 'components'),
    lockFile: join(folder, 'wassette.lock'),
  })
}

async function refuses(files: readonly TarFile[], message: RegExp, end?: Uint8Array): Promise<void> {
  await assert.rejects(tryArchive(makeTar(files, end)), { code: 'BUNDLE_INVALID', message })
}

describe('a bundle that somebody has tampered with', () => {
  it('is taken for whole before anything is done to it, which tells that the attacks below are the reason', async () => {
    const path = join(home, 'whole.tar')
    await writeFile(path, makeTar(WHOLE))
    await using archive = await LayoutArchive.open(path)
    assert.deepEqual(
      archive.references.map(({ reference }) => reference),
      ['host.io/x:1'],
    )
    await refuses(WHOLE, /no bundle/)
  })

  it('writes no file outside the store', async () => {
    const hex = 'a'.repeat(64)
    for (const name of [
      '../evil',
      '/etc/evil',
      'blobs/sha256/../../evil',
      `blobs/sha256/${hex}/../../../evil`,
      `./blobs/sha256/${hex}`,
      `blobs/sha512/${hex}`,
      `blobs\\sha256\\${hex}`,
      'C:evil',
      'index.json/evil',
    ]) {
      await refuses([...WHOLE, { name, bytes: Buffer.from('x') }], /is no file of an image layout/)
    }
  })

  it('brings no link, device, folder or header that changes the next', async () => {
    for (const type of ['1', '2', '3', '4', '5', '6', '7', 'x', 'g', 'L', 'K', 'S']) {
      const file = { ...blob(LAYER), type, link: '/etc/passwd' }
      await refuses([blob(CONFIG), file, ...WHOLE.slice(2)], /there is no plain file/)
    }
    await refuses([{ ...blob(CONFIG), link: 'oci-layout' }, ...WHOLE.slice(1)], /there is no plain file/)
  })

  it('swaps no bytes under a digest', async () => {
    const swapped = blob(Buffer.from('other'), sha256Of(LAYER))
    await refuses([blob(CONFIG), swapped, ...WHOLE.slice(2)], /has other bytes than its name says/)
  })

  it('says nothing twice, in the hope that one is looked at and the other used', async () => {
    for (const again of WHOLE) await refuses([...WHOLE, again], /twice/)
    await refuses([blob(Buffer.from('other'), sha256Of(LAYER)), ...WHOLE], /twice/)
  })

  it('leaves nothing out', async () => {
    for (const [index, message] of [
      [2, /does not hold the manifest/],
      [3, /"index.json" is missing/],
      [4, /no image layout/],
    ] as const) {
      await refuses(WHOLE.toSpliced(index, 1), message)
    }
  })

  it('brings nothing along that nobody names', async () => {
    await refuses([blob(Buffer.from('stray')), ...WHOLE], /nothing in it names its blob/)
  })

  it('is not cut off, and nothing hides behind its end', async () => {
    const whole = makeTar(WHOLE)
    for (const length of [0, 100, 512, 700, whole.length - 1024, whole.length - 512]) {
      await assert.rejects(tryArchive(whole.subarray(0, length)), {
        code: 'BUNDLE_INVALID',
        message: /cut off/,
      })
    }
    const more = Buffer.concat([Buffer.alloc(1024), makeTar([blob(LAYER)])])
    await refuses(WHOLE, /something follows its end/, more)
    await refuses([{ ...blob(LAYER), size: 1_000_000_000 }, ...WHOLE], /cut off/)
  })

  it('fills neither disk nor memory', async () => {
    const path = join(await mkdtemp(join(home, 'archive-')), 'bundle.tar')
    await writeFile(path, makeTar([{ ...blob(LAYER), size: 300 * 1024 ** 2 }]).subarray(0, 512))
    // A file with a hole takes no room on this disk, and says nothing until it is read.
    await truncate(path, 512 + 300 * 1024 ** 2)
    await assert.rejects(tryFile(path), { code: 'BUNDLE_INVALID' })
    await truncate(path, 33 * 1024 ** 3)
    await assert.rejects(tryFile(path), { code: 'BUNDLE_INVALID', message: /larger than/ })

    const many = Array.from({ length: 10_001 }, (_, index) => blob(Buffer.from(String(index))))
    await refuses(many, /more than 10000 files/)
    const deep = { name: 'index.json', bytes: Buffer.from('['.repeat(1_000_000)) }
    await refuses([...WHOLE.slice(0, 3), deep, VERSION], /"index.json" is missing/)
  })

  it('names no reference that is none', async () => {
    for (const reference of ['../../x', 'host.io/X:1', 'host.io/x', 'host.io/x:1\u{1b}[2J', '']) {
      await refuses(
        [...WHOLE.slice(0, 3), indexOf(reference), VERSION],
        /is no reference|"index.json" is missing/,
      )
    }
    await refuses(
      [...WHOLE.slice(0, 3), indexOf('host.io/x:1', LAYER), VERSION],
      /does not hold the manifest/,
    )
  })

  it('brings no signer along, who would be pinned beside the one that is', async () => {
    const [ours, theirs] = [await mkdtemp(join(home, 'ours-')), await mkdtemp(join(home, 'theirs-'))]
    const file = join(theirs, 'bundle.tar')
    const blobs = join(theirs, 'cache', 'store', 'blobs', 'sha256')
    await mkdir(blobs, { recursive: true })
    for (const bytes of [CONFIG, LAYER, MANIFEST]) {
      await writeFile(join(blobs, sha256Of(bytes).replace('sha256:', '')), bytes)
    }
    await new LockFile(join(theirs, 'wassette.lock')).change('oci://host.io/x:1', () => ({
      id: 'x',
      manifest: pointerTo(MANIFEST),
      layer: pointerTo(LAYER),
      policy: null,
      resolved: null,
      signer: { kind: 'keyless', issuer: 'https://issuer.example', identity: 'thief' },
      tools: sha256Of(LAYER),
      wishes: null,
    }))
    await bundlesIn(theirs).export(file, ['oci://host.io/x:1'], { withGrants: false, sourceDate: null })
    await bundlesIn(ours).import(file)
    const locked = (await new LockFile(join(ours, 'wassette.lock')).read()).get('oci://host.io/x:1')
    assert.equal(locked?.layer.digest, sha256Of(LAYER))
    assert.equal(locked.signer, null)
  })
})
