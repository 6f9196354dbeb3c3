import type { Row } from './summarize.ts'

const HEAD = ['', 'median', 'min', 'max', 'unit', 'aim', 'samples'] as const
const DIGITS = 3

/** Lays the answer to one question out as a table. */
export function formatTable(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(toCells)]
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)))
  return lines.map((cells) => layOut(cells, widths)).join('\n')
}

function toCells({ name, median, min, max, unit, aim, samples }: Row): readonly string[] {
  const figures = [median, min, max].map(formatFigure)
  return [name, ...figures, unit, aim === null ? '' : formatFigure(aim), String(samples.length)]
}

function layOut(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, column) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
  )
  return `  ${padded.join('  ')}`.trimEnd()
}

/** Three significant digits: the machine does not repeat itself more exactly than that. */
function formatFigure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(DIGITS)
}
