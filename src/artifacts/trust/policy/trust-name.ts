import { canonicalRegistry } from '../../references/canonical-reference.ts'
import type { RepositoryName } from '../../references/repository-name.ts'

/** The name that trust goes by: a repository has one, however a reference spells its registry. */
export function trustName({ registry, repository }: RepositoryName): string {
  return `${canonicalRegistry(registry)}/${repository}`
}
