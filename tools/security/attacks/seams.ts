import type { AttackGroup } from '../attack.ts'
import { DOCUMENT_ATTACKS } from './seams/documents.ts'
import { FINISHED_CALL_ATTACKS } from './seams/finished-calls.ts'
import { FRAME_ATTACKS } from './seams/frames.ts'
import { INSPECTION_ATTACKS } from './seams/inspection.ts'
import { LINK_ATTACKS } from './seams/links.ts'
import { NAME_ATTACKS } from './seams/names.ts'
import { PEER_ATTACKS } from './seams/peers.ts'
import { REQUEST_ATTACKS } from './seams/requests.ts'

/** Attacks where something of a stranger passes from one part to the next, which might believe it. */
export const SEAMS: readonly AttackGroup[] = [
  { name: 'Seams: names into code', attacks: NAME_ATTACKS },
  { name: 'Seams: inspection', attacks: INSPECTION_ATTACKS },
  { name: 'Seams: frames of sandbox processes', attacks: FRAME_ATTACKS },
  { name: 'Seams: what peers and registries send', attacks: [...PEER_ATTACKS, ...DOCUMENT_ATTACKS] },
  { name: 'Seams: calls that are over', attacks: FINISHED_CALL_ATTACKS },
  { name: 'Seams: links in grants', attacks: LINK_ATTACKS },
  { name: 'Seams: requests on the wire', attacks: REQUEST_ATTACKS },
]
