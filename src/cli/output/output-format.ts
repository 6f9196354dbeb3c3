import { formatTable } from './format-table.ts'

/** The values of `--output-format`. */
export const OUTPUT_FORMATS = ['json', 'yaml', 'table'] as const

/** How a command prints what it found. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number]

/** Writes JSON data for a person or a script; JSON is indented by two spaces. No newline at the end. */
export async function formatOutput(value: unknown, format: OutputFormat): Promise<string> {
  switch (format) {
    case 'json':
      return JSON.stringify(value, null, 2)
    case 'yaml': {
      const { stringify } = await import('yaml')
      return stringify(value).trimEnd()
    }
    case 'table':
      return formatTable(value)
  }
}
