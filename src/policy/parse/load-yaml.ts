import { createRequire } from 'node:module'

import type * as YamlModule from 'yaml'

/** The YAML library. */
export type Yaml = typeof YamlModule

/** Loads it at the first policy: most starts of the command read none and should not pay for it. */
export function loadYaml(): Yaml {
  return createRequire(import.meta.url)('yaml')
}
