import type { AttackGroup } from './attack.ts'
import { ENVIRONMENT } from './attacks/environment.ts'
import { INSPECTION } from './attacks/inspection.ts'
import { MCP } from './attacks/mcp.ts'
import { NETWORK } from './attacks/network.ts'
import { RESOURCES } from './attacks/resources.ts'
import { STORAGE } from './attacks/storage.ts'
import { SUPPLY } from './attacks/supply.ts'

/** Every attack that is tried, as the table in `docs/security.md` shows them. */
export const ATTACKS: readonly AttackGroup[] = [
  STORAGE,
  NETWORK,
  ENVIRONMENT,
  RESOURCES,
  INSPECTION,
  SUPPLY,
  MCP,
]
