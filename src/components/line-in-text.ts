import { createRequire } from 'node:module'

import type * as YamlModule from 'yaml'

/** The line of a place in a text, from 1. */
export function lineOfOffset(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** The line of the value at a path of a text in YAML or JSON, or of the nearest value above it. */
export function lineOfPath(text: string, path: readonly PropertyKey[]): number {
  // Only a damaged file pays for loading the library.
  const yaml: typeof YamlModule = createRequire(import.meta.url)('yaml')
  const document = yaml.parseDocument(text, { uniqueKeys: false })
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true)
    if (yaml.isNode(node) && node.range) return lineOfOffset(text, node.range[0])
  }
  return 1
}
