import type { KnownComponent } from '#artifacts'
import { type AuditSink, type CallValues, isCodedError, type Redactor, type Shape, shapeOf } from '#platform'

import type { ComponentPermissions } from '../rights/component-permissions.ts'
import type { LoadOptions } from '../loading/load-options.ts'
import type {
  CallOptions,
  CallResult,
  Components,
  DryRun,
  InstalledComponent,
  ListedTool,
  LoadResult,
} from '../types.ts'
import type { Provisioning, ProvisioningFailure, ProvisionOptions } from '../provisioning/provisioning.ts'
import type { ComponentVersions } from '../versions/versions.ts'
import { AuditedPermissions } from './audited-permissions.ts'
import { AuditedVersions } from './audited-versions.ts'
import { redactResult } from './redact-result.ts'
import { withoutLogin } from './without-login.ts'

/** What is added to the use cases. */
export interface AuditParts {
  readonly audit: AuditSink
  readonly redactor: Redactor
  /** Who uses them: `operator` on the command line, `client` over MCP. */
  readonly principal: string
  /** Whether calls are recorded with what they were given and returned, and not with the shapes alone; not unless given. */
  readonly hasValues?: boolean
}

/** The use cases with a record of what they came to, and without known secrets in what they answer. */
export class AuditedComponents implements Components {
  readonly permissions: ComponentPermissions
  readonly versions: ComponentVersions
  readonly #inner: Components
  readonly #parts: AuditParts

  constructor(inner: Components, parts: AuditParts) {
    this.permissions = new AuditedPermissions(inner.permissions, {
      ...parts,
      digestOf: (id) => this.#subject(id).digest,
    })
    this.versions = new AuditedVersions(inner, parts)
    this.#inner = inner
    this.#parts = parts
  }

  async load(reference: string, options?: LoadOptions): Promise<LoadResult> {
    const { audit, principal } = this.#parts
    const event = { kind: 'load', principal, reference: withoutLogin(reference) } as const
    try {
      const result = await this.#inner.load(reference, options)
      audit.record({ ...event, ...this.#subject(result.id), code: null })
      return result
    } catch (error) {
      const code = isCodedError(error) ? error.code : 'FAILED'
      audit.record({ ...event, component: null, digest: null, code })
      throw error
    }
  }

  search(query: string, options?: CallOptions): Promise<readonly KnownComponent[]> {
    return this.#inner.search(query, options)
  }

  async provision(
    provisioning: Provisioning,
    options: ProvisionOptions,
  ): Promise<readonly ProvisioningFailure[]> {
    const { audit } = this.#parts
    const failures = await this.#inner.provision(provisioning, options)
    for (const { uri } of provisioning.components) {
      const code = failures.find((failure) => failure.uri === uri)?.error.code ?? null
      const reference = withoutLogin(uri)
      audit.record({ kind: 'load', component: null, digest: null, principal: 'operator', reference, code })
    }
    return failures
  }

  async unload(id: string): Promise<boolean> {
    const { audit, principal } = this.#parts
    const event = { kind: 'unload', ...this.#subject(id), principal, reference: null } as const
    const wasThere = await this.#inner.unload(id)
    if (wasThere) audit.record({ ...event, code: null })
    return wasThere
  }

  async call(toolName: string, args: unknown, options?: CallOptions): Promise<CallResult> {
    const { audit, principal, redactor } = this.#parts
    const event = { ...this.#tool(toolName), principal }
    const startedAt = performance.now()
    const result = redactResult(
      await this.#inner.call(toolName, args, { ...options, hiding: redactor }),
      redactor,
    )
    audit.record({ ...event, ...this.#describeCall({ args, result, startedAt }) })
    if (result.kind === 'failed' && result.code.startsWith('LIMIT_')) {
      audit.record({ kind: 'limit', ...event, limit: result.code, message: result.message })
    }
    return result
  }

  async dryRun(toolName: string, args: unknown, options?: CallOptions): Promise<DryRun> {
    const { audit, principal, redactor } = this.#parts
    const startedAt = performance.now()
    const run = await this.#inner.dryRun(toolName, args, { ...options, hiding: redactor })
    const result = redactResult({ ...run.end, denials: run.denials }, redactor)
    const event = { ...this.#tool(toolName), principal, isDryRun: true }
    audit.record({ ...event, ...this.#describeCall({ args, result, startedAt }) })
    const { denials = [], otherDenials: _others, ...end } = result
    const withheld = run.withheld.map((item) => ({ ...item, attempt: redactor.redact(item.attempt) }))
    return { ...run, end, denials, withheld }
  }

  list(): readonly InstalledComponent[] {
    return this.#inner.list()
  }

  tools(): readonly ListedTool[] {
    return this.#inner.tools()
  }

  tool(name: string): ListedTool | null {
    return this.#inner.tool(name)
  }

  readOnlyTools(): Promise<ReadonlySet<string>> {
    return this.#inner.readOnlyTools()
  }

  onChange(listener: () => void): () => void {
    return this.#inner.onChange(listener)
  }

  settle(): Promise<void> {
    return this.#inner.settle()
  }

  follow(): void {
    this.#inner.follow()
  }

  async close(): Promise<void> {
    await this.#inner.close()
    await this.#parts.audit.close()
  }

  #subject(id: string | null): { readonly component: string | null; readonly digest: string | null } {
    const digest = this.#inner.list().find((component) => component.id === id)?.digest ?? null
    return { component: id, digest }
  }

  #describeCall(call: EndedCall) {
    return { ...describeCall(call), ...(this.#parts.hasValues === true && { values: valuesOf(call) }) }
  }

  /** A tool has one name in the audit, whichever it was called by. */
  #tool(calledAs: string): {
    readonly tool: string
    readonly component: string | null
    readonly digest: string | null
  } {
    const tool = this.#inner.tool(calledAs)
    return { tool: tool?.name ?? calledAs, ...this.#subject(tool?.componentId ?? null) }
  }
}

/** As much of a result does the audit look at, in UTF-16 units: more than one of its lines holds. */
const MAX_READ_CHARACTERS = 64 * 1024

interface EndedCall {
  readonly args: unknown
  readonly result: CallResult
  readonly startedAt: number
}

function describeCall({ args, result, startedAt }: EndedCall) {
  return {
    kind: 'call',
    outcome: outcomeOf(result),
    code: result.kind === 'failed' ? result.code : null,
    durationMs: Math.round(performance.now() - startedAt),
    arguments: shapeOf(args),
    result: result.kind === 'returned' ? shapeOfJson(result.json) : null,
  } as const
}

/** As text: the audit cuts what is long, once no secret is in it. */
function valuesOf({ args, result }: EndedCall): CallValues {
  return {
    arguments: JSON.stringify(args) ?? 'null',
    result: result.kind === 'returned' ? result.json.slice(0, MAX_READ_CHARACTERS) : null,
  }
}

/** A long result is not read only to say what it looks like. */
function shapeOfJson(json: string): Shape {
  return json.length > MAX_READ_CHARACTERS ? `json(${json.length})` : shapeOf(JSON.parse(json))
}

function outcomeOf(result: CallResult): 'returned' | 'error' | 'failed' {
  if (result.kind === 'failed') return 'failed'
  return result.kind === 'returned' && result.isError ? 'error' : 'returned'
}
