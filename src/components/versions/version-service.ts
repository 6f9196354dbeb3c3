import type { LoadContext } from '../loading/load-component.ts'
import type { LoadOptions } from '../loading/load-options.ts'
import { findOutdated } from './find-outdated.ts'
import { rollBack } from './roll-back.ts'
import { updateVersions } from './update-versions.ts'
import type { ComponentVersions, Rollback, UpdateOptions, VersionStatus, VersionUpdate } from './versions.ts'

/** Versions of the components in the folder. */
export class VersionService implements ComponentVersions {
  readonly #context: LoadContext

  constructor(context: LoadContext) {
    this.#context = context
  }

  update(targets: readonly string[], options: UpdateOptions): Promise<readonly VersionUpdate[]> {
    return updateVersions(this.#context, targets, options)
  }

  outdated(options: LoadOptions = {}): Promise<readonly VersionStatus[]> {
    return findOutdated(this.#context, options)
  }

  rollback(id: string, options: LoadOptions = {}): Promise<Rollback> {
    return rollBack(this.#context, id, options)
  }
}
