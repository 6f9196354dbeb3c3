import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { describeDenial } from '#components'
import { PendingRequests } from '#policy'

import { DenialLog, type NewDenial } from '../../../../src/components/rights/denial-log.ts'
import { recordingLogger } from '../../../helpers/recording-logger.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const TOOL = {
  component: { id: 'a', digest: 'sha256:0', reference: 'oci://r/a:1' },
  name: 'a_fetch',
  function: 'fetch',
}

function network(host: string): NewDenial {
  const grant = { kind: 'network', host } as const
  return { kind: 'network', attempt: `to reach ${host}`, decision: denied(grant) }
}

function storage(path: string): NewDenial {
  const grant = { kind: 'storage', uri: `fs://${path}`, access: ['read'] } as const
  return { kind: 'storage', attempt: `to read ${path}`, decision: denied(grant) }
}

function denied(grant: NewDenial['decision']['grant']): NewDenial['decision'] {
  return { kind: 'denied', reason: 'No rule', rule: null, grant }
}

describe('DenialLog', () => {
  it('is bounded whatever a guest tries, and hides no kind behind another', async (context) => {
    const requests = new PendingRequests(await temporaryFolder(context))
    const log = new DenialLog(TOOL, null)
    for (let index = 0; index < 300; index++) log.add(network(`${index}.example`))
    for (let index = 0; index < 300; index++) log.add(storage(`/etc/${index}`))
    const { denials, others } = await log.settle(requests, recordingLogger())
    assert.equal(denials.length, 16)
    assert.equal(denials.filter(({ kind }) => kind === 'storage').length, 8)
    assert.equal(others, 584)
    const pending = await requests.list()
    assert.deepEqual(new Set(denials.map(({ requestId }) => requestId)), new Set(pending.map(({ id }) => id)))
    assert.ok(pending.every(({ tool }) => tool === 'a_fetch'))
  })

  it('tells of a name without end in a few words, and asks for all of it', async (context) => {
    const requests = new PendingRequests(await temporaryFolder(context))
    const log = new DenialLog(TOOL, null)
    const path = `/${'x'.repeat(8_000)}`
    log.add(storage(path))
    const { denials } = await log.settle(requests, recordingLogger())
    const [denial] = denials
    assert.ok(denial !== undefined && describeDenial(denial).length < 3_000)
    assert.match(describeDenial(denial), /wassette permission approve/)
    assert.deepEqual((await requests.get(denial.requestId ?? '')).grant, storage(path).decision.grant)
    assert.deepEqual([denial.componentId, denial.tool], ['a', 'a_fetch'])
  })

  it('tells of what was tried again once', () => {
    const log = new DenialLog(TOOL, null)
    for (const host of ['a.example', 'b.example', 'a.example']) log.add(network(host))
    const { denials, others } = log.list()
    assert.deepEqual([denials.length, others], [2, 0])
  })

  it('leaves no request while a policy is damaged: approving it would not help', async (context) => {
    const requests = new PendingRequests(await temporaryFolder(context))
    const log = new DenialLog(TOOL, "Fix line 3 of 'a.policy.yaml'")
    log.add(network('a.example'))
    const { denials } = await log.settle(requests, recordingLogger())
    assert.match(denials[0]?.reason ?? '', /Fix line 3/)
    assert.deepEqual([denials[0]?.grant, denials[0]?.requestId], [null, null])
    assert.deepEqual(await requests.list(), [])
  })
})
