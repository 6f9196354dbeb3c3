import type { FlowOpening, FlowReply, FlowStep } from '../../../../src/sandbox/protocol/egress-protocol.ts'
import { Flow } from '../../../../src/sandbox/guest-process/egress/flow.ts'
import type { GuestNetwork } from '../../../../src/sandbox/guest-process/wasi/guest-context.ts'

/** A host that notes what it is told, and answers what the test says. */
export class FakeNetwork implements GuestNetwork {
  readonly said: (FlowOpening | FlowStep)[] = []
  readonly flows: Flow[] = []
  /** Flows that are over. */
  over = 0

  open(opening: FlowOpening): Flow {
    const send = (message: FlowOpening | FlowStep): void => void this.said.push(message)
    const flow = new Flow(opening, { send, over: () => void this.over++ })
    this.flows.push(flow)
    return flow
  }

  /** Answers in the flow that was opened last. */
  reply(message: FlowReply): void {
    const flow = this.flows.at(-1)
    if (flow === undefined) throw new Error('No flow was opened')
    flow.receive(message)
  }

  /** The kinds of all messages so far. */
  get kinds(): readonly string[] {
    return this.said.map(({ kind }) => kind)
  }
}
