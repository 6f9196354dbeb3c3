import type { RegistriesTable } from './registries-table.ts'

/** How registries may be used. */
export interface RegistrySettings {
  /** Where components may come from; null for anywhere outside the network. */
  readonly allow: readonly string[] | null
  /** For a registry the places that are asked before it. */
  readonly mirrors: Readonly<Record<string, readonly string[]>>
  /** Whether a mirror may say what a tag leads to. */
  readonly mirrorTags: boolean
  /** PEM files by host, trusted for that host alone. */
  readonly ca: Readonly<Record<string, string>>
}

/** What the table means, with its defaults. */
export function registrySettings(table: RegistriesTable = {}): RegistrySettings {
  return {
    allow: table.allow ?? null,
    mirrors: table.mirrors ?? {},
    mirrorTags: table.mirror_tags ?? false,
    ca: table.ca ?? {},
  }
}
