import { describeError, type Logger, visibleText } from '#platform'
import type { Decision, PendingRequests } from '#policy'

import { approveCommand } from './permission-command.ts'
import type { Denial } from './denial.ts'

/** Different denials of one call that are kept; a guest can try any number of hosts. */
const MAX_DENIALS = 16

/** A denial before a request for it is left. */
export type NewDenial = Pick<Denial, 'kind' | 'attempt'> & {
  readonly decision: Extract<Decision, { kind: 'denied' }>
}

/** The denials of one call, each told once. */
export class DenialLog {
  readonly #componentId: string
  readonly #tool: string
  readonly #denials = new Map<string, NewDenial>()

  constructor(componentId: string, tool: string) {
    this.#componentId = componentId
    this.#tool = tool
  }

  /** Keeps a denial, unless it is known or there are too many. */
  add(denial: NewDenial): void {
    const key = `${denial.kind} ${denial.attempt}`
    if (this.#denials.size < MAX_DENIALS && !this.#denials.has(key)) this.#denials.set(key, denial)
  }

  /** All of them, and no request is left. */
  list(): readonly Denial[] {
    return [...this.#denials.values()].map((denial) => this.#describe(denial, null, null))
  }

  /** All of them; for each that a grant would allow a request is left for a person to decide. */
  async settle(requests: PendingRequests, logger: Logger): Promise<readonly Denial[]> {
    return Promise.all(
      [...this.#denials.values()].map((denial) => this.#leaveRequest(denial, requests, logger)),
    )
  }

  async #leaveRequest(denial: NewDenial, requests: PendingRequests, logger: Logger): Promise<Denial> {
    const { grant } = denial.decision
    const requestId = grant === null ? null : await this.#request(grant, requests, logger)
    const command = requestId === null ? null : approveCommand(requestId, requests.componentFolder)
    const described = this.#describe(denial, requestId, command)
    logger.warn({ ...described, tool: this.#tool }, 'A component was denied something')
    return described
  }

  #describe(
    { kind, attempt, decision: { reason, rule, grant } }: NewDenial,
    requestId: string | null,
    command: string | null,
  ): Denial {
    return {
      componentId: this.#componentId,
      kind,
      attempt,
      // A guest tries what names it likes: a line break in one would begin a sentence of its own.
      reason: visibleText(reason),
      rule: rule === null ? null : visibleText(rule),
      grant,
      requestId,
      approveCommand: command,
    }
  }

  /** Where nothing can be written there is no request, and the denial stands all the same. */
  async #request(
    grant: NonNullable<Denial['grant']>,
    requests: PendingRequests,
    logger: Logger,
  ): Promise<string | null> {
    try {
      const request = await requests.add({ componentId: this.#componentId, grant, tool: this.#tool })
      return request.id
    } catch (error) {
      logger.warn({ reason: describeError(error) }, 'A request for a permission cannot be kept')
      return null
    }
  }
}
