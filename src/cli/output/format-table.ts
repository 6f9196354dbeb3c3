import { visibleText } from '#platform'

import { plainLine } from './plain-text.ts'

const FIRST_COLUMN_WIDTH = 21

/** Lays data out in two columns: components with the number of their tools, tools with their description, requests with what they would allow, attempts with the command that allows them, signatures with who made them, else keys with their values. */
export function formatTable(value: unknown): string {
  if (!isObject(value)) return String(value)
  if (Array.isArray(value['components'])) {
    return table(['ID', 'Tools Count'], value['components'].map(componentRow))
  }
  if (Array.isArray(value['tools'])) return table(['Name', 'Description'], value['tools'].map(toolRow))
  if (Array.isArray(value['would_ask'])) return table(['Attempt', 'To allow it'], attemptRows(value))
  if (Array.isArray(value['requests'])) return table(['ID', 'Request'], value['requests'].map(requestRow))
  if (Array.isArray(value['signatures'])) {
    return table(['Accepted', 'Signer'], value['signatures'].map(signatureRow))
  }
  const rows = Object.entries(value).map(([key, item]): Row => [key, placeholder(item)])
  return table(['Key', 'Value'], rows)
}

type Row = readonly [string, string]

function table(head: Row, rows: readonly Row[]): string {
  const rule = `${'-'.repeat(FIRST_COLUMN_WIDTH + 1)}|${'-'.repeat(13)}`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/** Names, paths and descriptions are a stranger's. */
function line([first, second]: Row): string {
  return `${visibleText(first).padEnd(FIRST_COLUMN_WIDTH)} | ${visibleText(second)}`
}

function componentRow(component: unknown): Row {
  return isObject(component) ? [String(component['id']), String(component['tools_count'])] : ['', '']
}

function toolRow(tool: unknown): Row {
  if (!isObject(tool)) return ['', '']
  const [summary = ''] = String(tool['description']).split('\n')
  return [String(tool['name']), plainLine(summary)]
}

function requestRow(request: unknown): Row {
  if (!isObject(request)) return ['', '']
  return [String(request['id']), `${String(request['component_id'])}: ${String(request['allows'])}`]
}

/** What a call would ask for with the command that allows it, then what was allowed and not done. */
function attemptRows({ would_ask: asked, withheld }: Readonly<Record<string, unknown>>): readonly Row[] {
  const denied = list(asked).map((item): Row => [
    String(item['attempt']),
    String(item['command'] ?? item['reason']),
  ])
  const granted = list(withheld).map((item): Row => [
    String(item['attempt']),
    'granted, not done in a dry run',
  ])
  return [...denied, ...granted]
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function signatureRow(signature: unknown): Row {
  if (!isObject(signature)) return ['', '']
  const { accepted, reason, fingerprint, identity, issuer } = signature
  const parts = [fingerprint, identity, issuer, reason].filter((part) => typeof part === 'string')
  return [accepted === true ? 'yes' : 'no', parts.join(' by ')]
}

function placeholder(value: unknown): string {
  if (Array.isArray(value)) return '[array]'
  return isObject(value) ? '[object]' : String(value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
