import { sha256Of, type Sha256Digest } from '#artifacts'
import { describeWishes } from '#policy'
import type { ToolDefinition } from '#wit'

/** The digest of what a model is told about the tools of a component, in the order of their names. */
export function digestTools(tools: readonly ToolDefinition[]): Sha256Digest {
  const sorted = tools.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  return digestOf(
    sorted.map(({ name, description, inputSchema, outputSchema }) => [
      name,
      description,
      inputSchema,
      outputSchema ?? null,
    ]),
  )
}

/** The digest of what an author asks for, the same for the same rules in other words; null where nothing is asked. */
export function digestWishes(policy: string | null): Sha256Digest | null {
  return policy === null ? null : digestOf(describeWishes(policy) ?? { unreadable: policy })
}

function digestOf(value: unknown): Sha256Digest {
  return sha256Of(Buffer.from(JSON.stringify(value)))
}
