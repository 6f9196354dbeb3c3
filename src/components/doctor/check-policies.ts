import { describeMovedGrants, PolicyStore, type PolicyPlaces } from '#policy'

import { ComponentFolder } from '../catalog/component-folder.ts'
import { type Check, failure, ok, warning } from './check.ts'

/** Looks at the components that are installed and at the policy of each. */
export async function checkPolicies(places: PolicyPlaces): Promise<readonly Check[]> {
  const ids = await new ComponentFolder(places.folder).ids()
  const policies = new PolicyStore(places)
  const problems: Check[] = []
  for (const id of ids) {
    const snapshot = await policies.read(id)
    for (const { message } of snapshot.problems) {
      problems.push(failure(`Policy of ${id}`, 'nothing is allowed', message))
    }
    for (const message of [...snapshot.granted.warnings, ...describeMovedGrants(snapshot.granted)]) {
      problems.push(warning(`Policy of ${id}`, message, `see 'wassette policy validate'`))
    }
  }
  return [ok('Components', `${ids.length} installed, ${problems.length} problems with policies`), ...problems]
}
