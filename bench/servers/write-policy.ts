import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a policy file says under `permissions`, as JSON. */
export type Permissions = Readonly<Record<string, unknown>>

/** Grants a component permissions, as an operator does by hand. JSON is YAML. */
export async function writePolicy(componentDir: string, id: string, permissions: Permissions): Promise<void> {
  await writeFile(join(componentDir, `${id}.policy.yaml`), JSON.stringify({ version: '1.0', permissions }))
}
