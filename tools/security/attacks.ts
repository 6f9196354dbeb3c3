import type { AttackGroup } from './attack.ts'
import { ENVIRONMENT } from './attacks/environment.ts'
import { MCP } from './attacks/mcp.ts'
import { NETWORK } from './attacks/network.ts'
import { RESOURCES } from './attacks/resources.ts'
import { SEAMS } from './attacks/seams.ts'
import { STORAGE } from './attacks/storage.ts'
import { SUPPLY } from './attacks/supply.ts'

/** Every attack that is tried, as the table in `docs/security.md` shows them. */
export const ATTACKS: readonly AttackGroup[] = [
  ...SEAMS,
  STORAGE,
  NETWORK,
  ENVIRONMENT,
  RESOURCES,
  SUPPLY,
  MCP,
]
