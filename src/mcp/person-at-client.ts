import { inputRequired, inputResponse, type RequestStateCodec } from '@modelcontextprotocol/server'

import { FOR_GOOD, type GrantTerms, type PendingRequest } from '#policy'

import { NeedsAnswer } from './needs-answer.ts'
import type { Person, PersonDecision } from './tools/person.ts'

const QUESTION = 'decision'
const HOUR_MS = 60 * 60_000

/** What a person can choose, in the words that are shown. */
const CHOICES = {
  once: 'allow once',
  hour: 'allow for an hour',
  always: 'allow until revoked',
  never: 'refuse',
} as const

/** Which request was shown: signed, so that an answer to one question is never taken for an answer to another. */
export interface AskedRequest {
  readonly requestId: string
}

/** What asking takes. */
export interface Conversation {
  /** What came back of the state that was signed; undefined in a call that nobody answered yet. */
  readonly state: unknown
  readonly responses: Record<string, unknown> | undefined
  /** What the client said that it can do. */
  readonly capabilities: unknown
  readonly codec: RequestStateCodec<AskedRequest>
}

/**
 * The person at a client that can show a form; null at any other.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation
 */
export function personAtClient({ state, responses, capabilities, codec }: Conversation): Person | null {
  if (!canShowForm(capabilities)) return null
  return {
    async decide(request, message) {
      if (isRecord(state) && state['requestId'] === request.id) return readDecision(responses)
      throw new NeedsAnswer(await ask(request, message, codec))
    },
  }
}

/** A client that names no mode shows forms. */
function canShowForm(capabilities: unknown): boolean {
  const elicitation = isRecord(capabilities) ? capabilities['elicitation'] : undefined
  return isRecord(elicitation) && ('form' in elicitation || !('url' in elicitation))
}

async function ask(
  { id: requestId }: PendingRequest,
  message: string,
  codec: Conversation['codec'],
): Promise<NeedsAnswer['result']> {
  const question = inputRequired.elicit({
    message,
    requestedSchema: {
      type: 'object',
      properties: { [QUESTION]: { type: 'string', title: 'Decision', enum: Object.values(CHOICES) } },
      required: [QUESTION],
    },
  })
  return inputRequired({
    inputRequests: { [QUESTION]: question },
    requestState: await codec.mint({ requestId }),
  })
}

function readDecision(responses: Record<string, unknown> | undefined): PersonDecision {
  const response = inputResponse(responses, QUESTION)
  if (response.kind !== 'elicit') return { kind: 'undecided' }
  if (response.action === 'decline') return { kind: 'refused' }
  const choice = response.action === 'accept' ? response.content?.[QUESTION] : undefined
  const terms = termsOf(choice)
  if (terms !== null) return { kind: 'approved', terms }
  return { kind: choice === CHOICES.never ? 'refused' : 'undecided' }
}

function termsOf(choice: unknown): GrantTerms | null {
  switch (choice) {
    case CHOICES.once:
      return { expires: null, uses: 1 }
    case CHOICES.hour:
      return { expires: Date.now() + HOUR_MS, uses: null }
    case CHOICES.always:
      return FOR_GOOD
    default:
      return null
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
