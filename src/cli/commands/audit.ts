import { Command, Option } from 'commander'

import { readAudit, verifyChain } from '#platform'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import { formatAuditLine } from '../output/format-audit-line.ts'

interface AuditFlags {
  readonly follow?: boolean
  readonly component?: string
  readonly verify?: boolean
  readonly outputFormat: 'json' | 'table'
}

/** `audit`: what components did and tried, and what was allowed. */
export function auditCommand(context: CliContext): Command {
  return new Command('audit')
    .description('Show what components did and tried, and what was decided')
    .option('-f, --follow', 'go on with what happens now')
    .option('--component <id>', 'of this component only')
    .option('--verify', 'check the chain of a file that was written with audit_chain')
    .addOption(
      new Option('-o, --output-format <format>', 'how to print it: lines as they are, or for people')
        .choices(['json', 'table'])
        .default('table'),
    )
    .action((flags: AuditFlags) => show(context, flags))
}

async function show(context: CliContext, flags: AuditFlags): Promise<void> {
  const { audit } = await context.loadConfig({ defaultLogLevel: 'warn' })
  if (audit.file === null) throw new ExitError("Error: The audit is turned off; set 'audit_file'")
  if (flags.verify) return verify(context, audit.file)
  const { follow, component } = flags
  for await (const line of readAudit(audit.file, { follow, signal: context.signal })) {
    if (component !== undefined && !isOf(line, component)) continue
    const shown = flags.outputFormat === 'json' ? line : formatAuditLine(line)
    if (shown !== null) context.stdout.write(`${shown}\n`)
  }
}

async function verify(context: CliContext, file: string): Promise<void> {
  const { lines, brokenAt } = await verifyChain(readAudit(file))
  if (brokenAt !== null) {
    throw new ExitError(
      `Error: Line ${brokenAt} does not follow from the one before it: a line was changed, cut off or removed there`,
    )
  }
  context.stdout.write(`All ${lines} lines follow from each other\n`)
}

function isOf(line: string, component: string): boolean {
  // Quicker than parsing, and `formatAuditLine` parses what is left: ids hold nothing that JSON escapes.
  return line.includes(`"component":${JSON.stringify(component)}`)
}
