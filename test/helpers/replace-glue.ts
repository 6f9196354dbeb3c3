import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Puts a module in the place of the glue of the one component in a cache folder, and vouches for it. */
export async function replaceGlue(cacheFolder: string, glue: string): Promise<void> {
  const files = await readdir(cacheFolder, { recursive: true })
  const path = join(cacheFolder, files.find((name) => name.endsWith('component.mjs')) ?? '')
  await writeFile(path, glue)
  const manifest = join(dirname(path), 'manifest.json')
  const hash = createHash('sha256').update(glue).digest('hex')
  const { files: hashes } = JSON.parse(await readFile(manifest, 'utf8'))
  await writeFile(manifest, JSON.stringify({ files: { ...hashes, 'component.mjs': hash } }))
}
