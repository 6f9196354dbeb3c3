import { glob, readFile } from 'node:fs/promises'

/** Files with property tests of the product, in order. */
export async function propertyTests(): Promise<readonly string[]> {
  const files = (
    await Array.fromAsync(
      glob(
        'test/unit/{addresses,artifacts,cli,components,mcp,platform,policy,sandbox,secrets,wit}/**/*.test.ts',
      ),
    )
  ).toSorted()
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return files.filter((_, index) => texts[index]?.includes('fc.assert('))
}
