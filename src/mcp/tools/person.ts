import type { GrantTerms, PendingRequest } from '#policy'

/** What a person said to a request. */
export type PersonDecision =
  | { readonly kind: 'approved'; readonly terms: GrantTerms }
  | { readonly kind: 'refused' }
  /** The question was closed without an answer; the request goes on waiting. */
  | { readonly kind: 'undecided' }

/** Somebody at the client who can be asked. */
export interface Person {
  /** Shows `message` and resolves with the decision. @throws NeedsAnswer where the question has to go out first */
  decide(request: PendingRequest, message: string): Promise<PersonDecision>
}
