import type { Person } from '#mcp'
import { FOR_GOOD } from '#policy'

import { type Decider, requirePerson } from './require-person.ts'

/** The person who decides about a grant tool that is called from a shell. */
export function personAtTerminal(decider: Decider): Person {
  return {
    async decide(_request, message) {
      await requirePerson(message, decider)
      return { kind: 'approved', terms: FOR_GOOD }
    },
  }
}
