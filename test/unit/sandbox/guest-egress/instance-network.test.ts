import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { FlowTable } from '../../../../src/sandbox/guest-process/egress/flow-table.ts'
import { InstanceNetwork } from '../../../../src/sandbox/guest-process/egress/instance-network.ts'
import type { EgressMessage } from '../../../../src/sandbox/protocol/component-protocol.ts'

const LOOKUP = { kind: 'lookup', name: 'a.example' } as const

describe('InstanceNetwork', () => {
  it('opens flows in the name of its call, and answers go to their flow', async () => {
    const said: EgressMessage[] = []
    const table = new FlowTable((message) => void said.push(message))
    const network = new InstanceNetwork(table)
    network.attach(7)
    network.open(LOOKUP)
    const second = network.open(LOOKUP)
    assert.deepEqual(
      said.map(({ callId, flowId }) => [callId, flowId]),
      [
        [7, 1],
        [7, 2],
      ],
    )
    table.receive(2, { kind: 'resolved', addresses: [] })
    table.receive(3, { kind: 'resolved', addresses: [] })
    assert.equal((await second.opened).kind, 'resolved')
  })

  it('opens nothing before there is a call, nor after it', async () => {
    const said: EgressMessage[] = []
    const network = new InstanceNetwork(new FlowTable((message) => void said.push(message)))
    assert.equal(network.open(LOOKUP).failure?.code, 'denied')
    network.attach(7)
    network.detach()
    assert.equal(network.open(LOOKUP).failure?.code, 'denied')
    assert.deepEqual(said, [])
  })

  it('keeps no flow that its call has left open, and those of other calls', async () => {
    const table = new FlowTable(() => {})
    const [ended, other] = [new InstanceNetwork(table), new InstanceNetwork(table)]
    ended.attach(7)
    other.attach(8)
    const [left, kept] = [ended.open(LOOKUP), other.open(LOOKUP)]
    ended.detach()
    for (const flowId of [1, 2]) table.receive(flowId, { kind: 'data', bytes: Buffer.from('a') })
    assert.deepEqual([left.isReadable, kept.isReadable], [false, true])
  })
})
