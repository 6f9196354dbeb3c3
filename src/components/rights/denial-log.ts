import { describeError, type Logger, visibleText } from '#platform'
import { damagedDecision, type Decision, type PendingRequests } from '#policy'

import type { Denial } from './denial.ts'
import { approveCommand } from './permission-command.ts'
import type { CalledTool } from './called-tool.ts'

/**
 * Different denials of each kind that one call tells of.
 *
 * Of each kind, so that a guest cannot hide what it tries of files behind any number of hosts; and all of them together are
 * fewer than the requests that may wait.
 */
const MAX_DENIALS_OF_A_KIND = 8

/** Of a sentence about a denial: names can be as long as a guest likes. */
const MAX_CHARACTERS = 1_000

/** A denial before a request for it is left. */
export type NewDenial = Pick<Denial, 'kind' | 'attempt'> & {
  readonly decision: Extract<Decision, { kind: 'denied' }>
}

/** What one call was denied. */
export interface Denials {
  readonly denials: readonly Denial[]
  /** How many attempts more were denied: a guest can try any number. */
  readonly others: number
}

/** The denials of one call, each told once. */
export class DenialLog {
  readonly #tool: CalledTool
  readonly #problem: string | null
  readonly #denials = new Map<string, NewDenial>()
  #others = 0

  /** `problem` is what is wrong with a policy, so that nothing is allowed. */
  constructor(tool: CalledTool, problem: string | null) {
    this.#tool = tool
    this.#problem = problem
  }

  /** Keeps a denial, unless it is known; of too many it keeps the number. */
  add(denial: NewDenial): void {
    const key = `${denial.kind} ${denial.attempt}`
    if (this.#denials.has(key)) return
    const ofKind = [...this.#denials.values()].filter(({ kind }) => kind === denial.kind)
    if (ofKind.length < MAX_DENIALS_OF_A_KIND) this.#denials.set(key, this.#explain(denial))
    else this.#others += 1
  }

  /** All of them, and no request is left. */
  list(): Denials {
    const denials = [...this.#denials.values()].map((denial) => this.#describe(denial, null, null))
    return { denials, others: this.#others }
  }

  /** All of them; for each that a grant would allow a request is left for a person to decide. */
  async settle(requests: PendingRequests, logger: Logger): Promise<Denials> {
    const denials: Denial[] = []
    for (const denial of this.#denials.values()) {
      denials.push(await this.#leaveRequest(denial, requests, logger))
    }
    if (this.#others > 0) {
      const { component, name } = this.#tool
      logger.warn({ componentId: component.id, tool: name, others: this.#others }, 'More was denied')
    }
    return { denials, others: this.#others }
  }

  /** No grant helps while a policy is damaged. */
  #explain(denial: NewDenial): NewDenial {
    return this.#problem === null ? denial : { ...denial, decision: damagedDecision(this.#problem) }
  }

  async #leaveRequest(denial: NewDenial, requests: PendingRequests, logger: Logger): Promise<Denial> {
    const { grant } = denial.decision
    const requestId = grant === null ? null : await this.#request(grant, requests, logger)
    const command = requestId === null ? null : approveCommand(requestId, requests.componentFolder)
    const described = this.#describe(denial, requestId, command)
    logger.warn({ ...described }, 'A component was denied something')
    return described
  }

  #describe(
    { kind, attempt, decision: { reason, rule, grant } }: NewDenial,
    requestId: string | null,
    command: string | null,
  ): Denial {
    return {
      componentId: this.#tool.component.id,
      tool: this.#tool.name,
      kind,
      attempt: shortened(attempt),
      // A guest tries what names it likes: a line break in one would begin a sentence of its own.
      reason: shortened(visibleText(reason)),
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
      const { component, name } = this.#tool
      const { id: componentId, digest, reference } = component
      const requester = { digest, reference }
      return (await requests.add({ componentId, requester, grant, tool: name })).id
    } catch (error) {
      logger.warn({ reason: describeError(error) }, 'A request for a permission cannot be kept')
      return null
    }
  }
}

/** What was tried stands whole in the request; here it is for reading. */
function shortened(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text
  return `${text.slice(0, MAX_CHARACTERS).toWellFormed()}… (${text.length} characters)`
}
