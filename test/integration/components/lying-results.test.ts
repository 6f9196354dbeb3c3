import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'

import { glueExport } from '#wit'

import { guestReference } from '../../helpers/guest.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents } from './open-components.ts'

/** What a process that is not to be trusted any more returns from functions of these types. */
const LIES = {
  'make-string': [
    '1',
    'null',
    'undefined',
    'new String("x")',
    '["x"]',
    '1n << 100_000n',
    '"\\ud800"',
    '"x".repeat(30_000_000)',
    '({ toString: 1 })',
  ],
  'make-numbers': [
    '"x"',
    '({ length: 3 })',
    '[-1]',
    '[2 ** 32]',
    '[1.5]',
    '[NaN]',
    '[1n << 100_000n]',
    '[[1]]',
    '[,1]',
    'Object.assign([], { length: 2 ** 32 - 1 })',
    'new Array(20_000_000).fill(7)',
    'new Float64Array([0.5])',
    'new Map([[0, 1]])',
    '((list) => { list.push(list); return list })([])',
  ],
} as const

describe('a result that its type does not allow', () => {
  it('fails its call and nothing else', async (t) => {
    const cacheFolder = await temporaryFolder(t)
    const components = await openComponents(t, { cacheFolder })
    await components.load(await guestReference('big-result'))
    await replaceGlue(cacheFolder)
    const unexpected: unknown[] = []
    for (const [tool, lies] of Object.entries(LIES)) {
      for (const [index, lie] of lies.entries()) {
        const args = tool === 'make-string' ? { bytes: index } : { count: index }
        const result = await components.call(tool, args)
        const isRefused = result.kind === 'failed' && /^(RESULT|LIMIT)_/.test(result.code)
        if (!isRefused) unexpected.push([lie, result])
      }
    }
    assert.deepEqual(unexpected, [])
    const honest = await components.call('make-bytes', { bytes: 0 })
    assert.deepEqual(honest, { kind: 'returned', json: '[1,2]', isError: false })
  })
})

/** Puts glue in the place of the real one that answers with the lie of the number it is asked for, and vouches for it. */
async function replaceGlue(cacheFolder: string): Promise<void> {
  const glue = `export const instantiate = () => ({
    ${keyOf('make-string')}: ${lieOf('make-string')},
    ${keyOf('make-numbers')}: ${lieOf('make-numbers')},
    ${keyOf('make-bytes')}: () => new Uint8Array([1, 2]),
  })`
  const files = await readdir(cacheFolder, { recursive: true })
  const path = join(cacheFolder, files.find((name) => name.endsWith('component.mjs')) ?? '')
  await writeFile(path, glue)
  const manifest = join(dirname(path), 'manifest.json')
  const hash = createHash('sha256').update(glue).digest('hex')
  const { files: hashes } = JSON.parse(await readFile(manifest, 'utf8'))
  await writeFile(manifest, JSON.stringify({ files: { ...hashes, 'component.mjs': hash } }))
}

/** Where the product looks for a function of the world. */
function keyOf(name: string): string {
  return glueExport({ interface: null, name }).name
}

function lieOf(tool: keyof typeof LIES): string {
  const lies = LIES[tool].map((code) => `() => ${code}`).join(', ')
  return `(index) => [${lies}][index]()`
}
