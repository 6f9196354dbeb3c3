import type { Artifacts, KnownComponent } from '#artifacts'
import { describeError, type Logger } from '#platform'
import { PendingRequests, type PolicyStore } from '#policy'
import type { Limits, Sandbox } from '#sandbox'
import type { SecretStore } from '#secrets'

import { Adoption } from './catalog/adoption.ts'
import type { DecisionAudit } from './audit/decision-events.ts'
import { callTool } from './calls/call-tool.ts'
import { Catalog } from './catalog/catalog.ts'
import { changeCatalog } from './catalog/change-catalog.ts'
import { ComponentFolder } from './catalog/component-folder.ts'
import type { ComponentPermissions } from './rights/component-permissions.ts'
import { loadComponent, type LoadContext } from './loading/load-component.ts'
import { LockFile } from './lock-file/lock-file.ts'
import { dryRun } from './calls/dry-run.ts'
import { PermissionService } from './rights/permission-service.ts'
import { provision } from './provisioning/provision.ts'
import { ProvisionedGrants } from './provisioning/provisioned-grants.ts'
import type { Provisioning, ProvisioningFailure, ProvisionOptions } from './provisioning/provisioning.ts'
import { readOnlyTools } from './calls/read-only-tools.ts'
import { rankComponents } from './rank-components.ts'
import { reconcile } from './catalog/reconcile.ts'
import { RightsKeeper } from './rights/rights-keeper.ts'
import type { NameRules } from './catalog/tool-names.ts'
import type { LoadOptions } from './loading/load-options.ts'
import type {
  CallOptions,
  CallResult,
  Components,
  DryRun,
  InstalledComponent,
  ListedTool,
  LoadResult,
} from './types.ts'
import { VersionService } from './versions/version-service.ts'
import type { ComponentVersions } from './versions/versions.ts'
import { watchFolder } from './catalog/watch-folder.ts'

/** What the room is made of. */
export interface ComponentServiceParts {
  readonly artifacts: Artifacts
  readonly sandbox: Sandbox
  readonly folder: string
  readonly lock: LockSettings
  readonly policies: PolicyStore
  readonly secrets: SecretStore
  /** What a grant can give to a component. */
  readonly environment: Readonly<Record<string, string>>
  readonly names: NameRules
  /** What a component may use where its policy says nothing. */
  readonly limits: Limits
  /** @see RightsParts.decisions */
  readonly decisions?: DecisionAudit | undefined
  readonly logger: Logger
}

/** How references stay what they were. */
export interface LockSettings {
  /** Absolute path of the lock file. */
  readonly file: string
  /** @see LockContext.isPinned */
  readonly isPinned: boolean
  /** @see LockContext.isForModel */
  readonly isForModel: boolean
}

/** The use cases of this room, joined. */
export class ComponentService implements Components {
  readonly permissions: ComponentPermissions
  readonly versions: ComponentVersions
  readonly #artifacts: Artifacts
  readonly #sandbox: Sandbox
  readonly #folder: ComponentFolder
  readonly #lock: Pick<LoadContext, 'lockFile' | 'isPinned' | 'isForModel'>
  readonly #policies: PolicyStore
  readonly #provisioned: ProvisionedGrants
  readonly #requests: PendingRequests
  readonly #catalog: Catalog
  readonly #logger: Logger
  readonly #rights: RightsKeeper
  readonly #adoption: Adoption
  /** Changes to the folder by this process, one after the other. */
  #turn: Promise<unknown> = Promise.resolve()
  #stopWatching: () => void = () => {}
  #unrecorded: readonly string[] = []

  private constructor(parts: ComponentServiceParts) {
    this.#artifacts = parts.artifacts
    this.#sandbox = parts.sandbox
    this.#folder = new ComponentFolder(parts.folder)
    this.#lock = { ...parts.lock, lockFile: new LockFile(parts.lock.file) }
    this.#policies = parts.policies
    this.#provisioned = new ProvisionedGrants(parts.policies)
    this.#catalog = new Catalog(parts.names)
    this.#requests = new PendingRequests(parts.folder)
    this.permissions = new PermissionService({
      folder: parts.folder,
      catalog: this.#catalog,
      policies: parts.policies,
      requests: this.#requests,
      limits: parts.limits,
    })
    this.#logger = parts.logger
    this.#rights = new RightsKeeper({
      ...parts,
      variablesOf: (id) => this.#provisioned.valuesOf(id),
      requests: this.#requests,
    })
    this.versions = new VersionService(this.#context())
    this.#adoption = new Adoption(this.#context(), parts.logger)
  }

  /** Opens the folder; when this returns, every component with a record is listed. */
  static async open(parts: ComponentServiceParts): Promise<ComponentService> {
    const service = new ComponentService(parts)
    await Promise.all([service.#folder.sweep(), parts.sandbox.sweep(), service.#warnOfNames()])
    service.#unrecorded = await service.#inTurn(() => reconcile(service.#context()))
    return service
  }

  settle(): Promise<void> {
    return this.#adoption.adopt(this.#unrecorded)
  }

  follow(): void {
    this.#stopWatching = watchFolder(this.#folder.path, () => void this.#reconcile())
    void this.settle()
    this.#sandbox.lookAhead()
  }

  load(reference: string, options: LoadOptions = {}): Promise<LoadResult> {
    return loadComponent(this.#context(), reference, options)
  }

  provision(provisioning: Provisioning, options: ProvisionOptions): Promise<readonly ProvisioningFailure[]> {
    return provision(this.#context(), provisioning, options)
  }

  async search(query: string, { signal }: CallOptions = {}): Promise<readonly KnownComponent[]> {
    return rankComponents(await this.#artifacts.knownComponents({ signal }), query)
  }

  async unload(id: string): Promise<boolean> {
    const component = this.#catalog.get(id)
    const wasThere = await this.#inTurn(() => this.#folder.remove(id))
    await this.#requests.removeAllOf(id)
    if (component === undefined) return wasThere
    this.#provisioned.withdraw(id)
    changeCatalog(this.#context(), { remove: [id] })
    return true
  }

  list(): readonly InstalledComponent[] {
    return this.#catalog.list()
  }

  tools(): readonly ListedTool[] {
    return this.#catalog.tools()
  }

  tool(name: string): ListedTool | null {
    return this.#catalog.tool(name)
  }

  readOnlyTools(): Promise<ReadonlySet<string>> {
    return readOnlyTools(this.#catalog, this.#policies)
  }

  call(toolName: string, args: unknown, options: CallOptions = {}): Promise<CallResult> {
    return callTool({ ...this.#context(), rights: this.#rights }, { name: toolName, args }, options)
  }

  dryRun(toolName: string, args: unknown, options: CallOptions = {}): Promise<DryRun> {
    return dryRun({ ...this.#context(), rights: this.#rights }, { name: toolName, args }, options)
  }

  onChange(listener: () => void): () => void {
    return this.#catalog.onChange(listener)
  }

  async close(): Promise<void> {
    this.#stopWatching()
    this.#adoption.close()
    await this.#sandbox.close()
    await this.#artifacts.close()
  }

  async #warnOfNames(): Promise<void> {
    for (const file of await this.#folder.misnamed()) {
      const message = 'A component is left out for its name: use letters, digits, ".", "_" and "-" alone'
      this.#logger.warn({ file }, message)
    }
  }

  async #reconcile(): Promise<void> {
    try {
      this.#unrecorded = await this.#inTurn(() => reconcile(this.#context()))
      await this.settle()
    } catch (error) {
      this.#logger.error({ reason: describeError(error) }, 'The component folder cannot be read')
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => {})
    return turn
  }

  #context() {
    return {
      artifacts: this.#artifacts,
      sandbox: this.#sandbox,
      folder: this.#folder,
      ...this.#lock,
      policies: this.#policies,
      provisioned: this.#provisioned,
      catalog: this.#catalog,
      inTurn: <T>(change: () => Promise<T>) => this.#inTurn(change),
    }
  }
}
