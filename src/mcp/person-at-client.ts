import {
  type InputRequest,
  inputRequired,
  inputResponse,
  type RequestStateCodec,
} from '@modelcontextprotocol/server'

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
  /** What the path of the request led to in the question, where that was not itself. */
  readonly leadsTo: string | null
}

/** What asking takes. */
export interface Conversation {
  /** What came back of the state that was signed; undefined in a call that nobody answered yet. */
  readonly state: unknown
  readonly responses: Record<string, unknown> | undefined
  /** What the client said that it can do. */
  readonly capabilities: unknown
  readonly codec: RequestStateCodec<AskedRequest>
  /** Asks while the call waits, and rejects when no answer comes; null at a stateless client, which calls again with the answer. */
  readonly askNow: ((question: InputRequest) => Promise<unknown>) | null
}

/**
 * The person at a client that can show a form; null at any other.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation
 */
export function personAtClient(conversation: Conversation): Person | null {
  const { state, responses, codec, askNow } = conversation
  if (!canShowForm(conversation.capabilities)) return null
  return {
    async decide(request, message) {
      // The client may answer with anything, an error or nothing at all: then nobody has decided.
      if (askNow !== null) return readDecision(await askNow(questionOf(message)).catch(() => null))
      if (isRecord(state) && isAbout(state, request)) return readDecision(responses?.[QUESTION])
      throw new NeedsAnswer(await ask(request, questionOf(message), codec))
    },
  }
}

/** A client that names no mode shows forms. */
function canShowForm(capabilities: unknown): boolean {
  const elicitation = isRecord(capabilities) ? capabilities['elicitation'] : undefined
  return isRecord(elicitation) && ('form' in elicitation || !('url' in elicitation))
}

function shownOf({ id, grant }: PendingRequest): AskedRequest {
  return { requestId: id, leadsTo: (grant.kind === 'storage' && grant.resolved) || null }
}

/** A link can lead elsewhere by the time of the answer, which then is one to another question. */
function isAbout(state: Readonly<Record<string, unknown>>, request: PendingRequest): boolean {
  const { requestId, leadsTo } = shownOf(request)
  return state['requestId'] === requestId && state['leadsTo'] === leadsTo
}

async function ask(
  request: PendingRequest,
  question: InputRequest,
  codec: Conversation['codec'],
): Promise<NeedsAnswer['result']> {
  return inputRequired({
    inputRequests: { [QUESTION]: question },
    requestState: await codec.mint(shownOf(request)),
  })
}

function questionOf(message: string): InputRequest {
  return inputRequired.elicit({
    message,
    requestedSchema: {
      type: 'object',
      properties: { [QUESTION]: { type: 'string', title: 'Decision', enum: Object.values(CHOICES) } },
      required: [QUESTION],
    },
  })
}

function readDecision(answer: unknown): PersonDecision {
  const response = inputResponse({ [QUESTION]: answer }, QUESTION)
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
