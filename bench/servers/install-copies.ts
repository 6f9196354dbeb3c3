import { ComponentFolder } from '../../src/components/catalog/component-folder.ts'

/** Installs a component `count` times more under other ids, each with tool names of its own, as if they were all different. */
export async function installCopies(componentDir: string, id: string, count: number): Promise<void> {
  const folder = new ComponentFolder(componentDir)
  const record = await folder.readRecord(id)
  if (record === null) throw new Error(`'${id}' is not installed in '${componentDir}'`)
  for (let copy = 0; copy < count; copy++) {
    await folder.install(folder.fileOf(id), {
      id: `${id}-${copy}`,
      digest: record.stamp.digest,
      tools: record.tools.map((tool) => ({ ...tool, name: `${tool.name}-${copy}` })),
      functions: record.functions,
      reference: record.reference,
      signer: record.signer,
    })
  }
}
