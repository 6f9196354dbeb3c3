import type { KnownComponent } from '#artifacts'
import type {
  CallOptions,
  CallResult,
  Components,
  DryRun,
  ComponentVersions,
  InstalledComponent,
  ListedTool,
  LoadOptions,
  LoadResult,
} from '#components'
import type { ToolDefinition } from '#wit'

import { FakePermissions } from './fake-permissions.ts'

/** What a test decides about a fake component. */
export interface FakeComponent {
  readonly id: string
  readonly tools: readonly ToolDefinition[]
}

/** Answers `load` and `call` of a fake. */
export interface FakeAnswers {
  readonly load?: (reference: string, options: LoadOptions) => Promise<FakeComponent>
  readonly search?: (query: string) => readonly KnownComponent[]
  /** What a dry run tells. */
  readonly dryRun?: Partial<DryRun>
  readonly call?: (toolName: string, args: unknown, options: CallOptions) => Promise<CallResult>
}

const NO_VERSIONS: ComponentVersions = {
  update: async () => [],
  outdated: async () => [],
  rollback: () => Promise.reject(new Error('A fake has no versions')),
}

/** The use cases without fetching, sandbox or files. */
export class FakeComponents implements Components {
  readonly dryRuns: { toolName: string; args: unknown }[] = []
  readonly calls: { toolName: string; args: unknown }[] = []
  /** Names of tools that only read. */
  readonly readOnly = new Set<string>()
  isClosed = false
  isFollowing = false
  isSettled = false
  readonly #components = new Map<string, FakeComponent>()
  readonly permissions = new FakePermissions((id) => this.#components.has(id))
  readonly versions = NO_VERSIONS
  readonly #answers: FakeAnswers
  readonly #listeners = new Set<() => void>()

  constructor(components: readonly FakeComponent[] = [], answers: FakeAnswers = {}) {
    for (const component of components) this.#components.set(component.id, component)
    this.#answers = answers
  }

  get listenerCount(): number {
    return this.#listeners.size
  }

  async load(reference: string, options: LoadOptions = {}): Promise<LoadResult> {
    const load = this.#answers.load ?? (async () => ({ id: 'loaded', tools: [greetTool('loaded_greet')] }))
    const component = await load(reference, options)
    const status = this.#components.has(component.id) ? 'reloaded' : 'loaded'
    this.#components.set(component.id, component)
    this.change()
    return { status, id: component.id, toolNames: component.tools.map((tool) => tool.name) }
  }

  async search(query: string): Promise<readonly KnownComponent[]> {
    return this.#answers.search?.(query) ?? []
  }

  async provision(): Promise<readonly []> {
    return []
  }

  async unload(id: string): Promise<boolean> {
    const wasThere = this.#components.delete(id)
    if (wasThere) this.change()
    return wasThere
  }

  list(): readonly InstalledComponent[] {
    return this.#sorted().map(({ id, tools }) => ({
      id,
      digest: `sha256:${'0'.repeat(64)}`,
      reference: null,
      tools: tools.map((definition) => ({
        function: { interface: null, name: definition.name, isAsync: false, parameters: [], result: null },
        definition,
      })),
    }))
  }

  tools(): readonly ListedTool[] {
    return this.#sorted().flatMap(({ id, tools }) => tools.map((tool) => ({ ...tool, componentId: id })))
  }

  tool(name: string): ListedTool | null {
    return this.tools().find((tool) => tool.name === name) ?? null
  }

  async readOnlyTools(): Promise<ReadonlySet<string>> {
    return this.readOnly
  }

  async call(toolName: string, args: unknown, options: CallOptions = {}): Promise<CallResult> {
    this.calls.push({ toolName, args })
    if (this.#answers.call) return this.#answers.call(toolName, args, options)
    return { kind: 'returned', json: JSON.stringify(`called ${toolName}`), isError: false }
  }

  async dryRun(toolName: string, args: unknown): Promise<DryRun> {
    this.dryRuns.push({ toolName, args })
    const end = { kind: 'returned-nothing' } as const
    return { componentId: 'first', end, denials: [], withheld: [], ...this.#answers.dryRun }
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async settle(): Promise<void> {
    this.isSettled = true
  }

  follow(): void {
    this.isFollowing = true
  }

  async close(): Promise<void> {
    this.isClosed = true
  }

  /** Says that the catalog changed, as another process would. */
  change(): void {
    for (const listener of this.#listeners) listener()
  }

  #sorted(): readonly FakeComponent[] {
    return [...this.#components.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }
}

/** A tool that takes a name and returns a string. */
export function greetTool(name: string): ToolDefinition {
  return {
    name,
    description: `Greets somebody by ${name}`,
    inputSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
    outputSchema: { type: 'object', properties: { result: { type: 'string' } }, required: ['result'] },
  }
}
