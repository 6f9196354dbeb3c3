import { isDockerHub } from '../../oci/reference.ts'
import type { RepositoryName } from '../../repository-name.ts'

/** The name that trust goes by: a repository has one, however a reference spells its registry. */
export function trustName({ registry, repository }: RepositoryName): string {
  const [, host = registry, port = ''] = /^(.*?)\.?(:\d+)?$/.exec(registry.toLowerCase()) ?? []
  const canonical = `${host}${port === ':443' ? '' : port}`
  return `${isDockerHub(canonical) ? 'docker.io' : canonical}/${repository}`
}
