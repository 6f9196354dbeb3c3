import { readFile } from 'node:fs/promises'

import type { Components } from '#components'
import { CodedError, describeError, isCodedError } from '#platform'
import { parsePolicy } from '#policy'

/** What is wrong with a policy; `of` is the file or the id of the component. */
export interface CheckedPolicy {
  readonly of: string
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
}

/** Checks a file, the policies of one component, or those of all. @throws CodedError `FILE_NOT_READABLE`, `COMPONENT_NOT_FOUND` */
export async function validatePolicies(
  components: Components,
  target: string | undefined,
): Promise<readonly CheckedPolicy[]> {
  if (target !== undefined && /[/\\]|\.ya?ml$/.test(target)) return [await validateFile(target)]
  const ids = target === undefined ? components.list().map(({ id }) => id) : [target]
  return Promise.all(ids.map((id) => validateComponent(components, id)))
}

async function validateComponent({ permissions }: Components, id: string): Promise<CheckedPolicy> {
  const { problems, warnings } = (await permissions.view(id)).report
  return { of: id, problems, warnings }
}

async function validateFile(file: string): Promise<CheckedPolicy> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CodedError('FILE_NOT_READABLE', `Cannot read '${file}': ${describeError(error)}`, {
      cause: error,
    })
  })
  try {
    return { of: file, problems: [], warnings: parsePolicy(text, { file }).warnings }
  } catch (error) {
    if (!isCodedError(error, 'POLICY_INVALID')) throw error
    return { of: file, problems: [error.message], warnings: [] }
  }
}
