import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'

import { parseSync } from 'oxc-parser'

/** One import of one file; paths are relative to `src/`. */
export interface ImportEdge {
  readonly from: string
  /** A file beneath `src/`, a `#room`, or a package. */
  readonly to: string
}

/** Every import and re-export of the TypeScript files beneath a folder, dynamic ones with a literal name too. */
export async function readImports(root: string): Promise<readonly ImportEdge[]> {
  const names = await readdir(root, { recursive: true })
  const files = names.filter((name) => name.endsWith('.ts')).map((name) => name.replaceAll('\\', '/'))
  const edges = await Promise.all(files.toSorted().map((file) => importsOfFile(root, file)))
  return edges.flat()
}

async function importsOfFile(root: string, file: string): Promise<ImportEdge[]> {
  const source = await readFile(join(root, file), 'utf8')
  const { module } = parseSync(file, source)
  const specifiers = [
    ...module.staticImports.map((item) => item.moduleRequest.value),
    ...module.staticExports.flatMap((item) =>
      item.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map((item) =>
      source.slice(item.moduleRequest.start + 1, item.moduleRequest.end - 1),
    ),
  ]
  return [...new Set(specifiers)].map((to) => ({ from: file, to: resolveWithin(file, to) }))
}

function resolveWithin(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(dirname(file), specifier) : specifier
}
