import type { AuditSink } from '#platform'

import type { LoadOptions } from '../loading/load-options.ts'
import type { Components } from '../types.ts'
import type {
  ComponentVersions,
  Rollback,
  UpdateOptions,
  VersionStatus,
  VersionUpdate,
} from '../versions/versions.ts'

import { withoutLogin } from './without-login.ts'

/** Who hears of it, and who did it. */
interface VersionAudit {
  readonly audit: AuditSink
  readonly principal: string
}

/** Versions with a record of what was installed, by whom. */
export class AuditedVersions implements ComponentVersions {
  readonly #inner: Pick<Components, 'versions' | 'list'>
  readonly #parts: VersionAudit

  constructor(inner: Pick<Components, 'versions' | 'list'>, parts: VersionAudit) {
    this.#inner = inner
    this.#parts = parts
  }

  async update(targets: readonly string[], options: UpdateOptions): Promise<readonly VersionUpdate[]> {
    const updates = await this.#inner.versions.update(targets, options)
    for (const update of updates) if (update.status === 'accepted') this.#record(update)
    return updates
  }

  outdated(options?: LoadOptions): Promise<readonly VersionStatus[]> {
    return this.#inner.versions.outdated(options)
  }

  async rollback(id: string, options?: LoadOptions): Promise<Rollback> {
    const rollback = await this.#inner.versions.rollback(id, options)
    this.#record(rollback)
    return rollback
  }

  #record({ id, reference }: { readonly id: string; readonly reference: string }): void {
    const { audit, principal } = this.#parts
    const digest = this.#inner.list().find((component) => component.id === id)?.digest ?? null
    audit.record({
      kind: 'load',
      component: id,
      digest,
      principal,
      reference: withoutLogin(reference),
      code: null,
    })
  }
}
