import type * as YamlModule from 'yaml'

import { escapeInJson, visibleJson, visibleLines } from '#platform'

import { formatTable } from './format-table.ts'

/** The values of `--output-format`. */
export const OUTPUT_FORMATS = ['json', 'yaml', 'table'] as const

/** How a command prints what it found. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number]

/** Writes JSON data for a person or a script, with nothing that hides in it; JSON is indented by two spaces. No newline at the end. */
export async function formatOutput(value: unknown, format: OutputFormat): Promise<string> {
  switch (format) {
    case 'json':
      return visibleJson(value, 2)
    case 'yaml':
      return formatYaml(value, await import('yaml'))
    case 'table':
      return formatTable(value)
  }
}

/** A text in which something hides is written in double quotes: there it can be an escape. */
function formatYaml(value: unknown, { Document, visit }: typeof YamlModule): string {
  const document = new Document(value)
  visit(document, {
    Scalar: (_key, node) => {
      const hides = typeof node.value === 'string' && visibleLines(node.value) !== node.value
      if (hides) node.type = 'QUOTE_DOUBLE'
    },
  })
  return escapeInJson(document.toString()).trimEnd()
}
