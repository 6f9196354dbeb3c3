import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { describeObstacles, type Grant, PolicyStore, reportPolicy } from '#policy'

import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

/** A policy that speaks of single tools. */
function saying(tools: string): string {
  return `version: "1.0"\npermissions: {}\ntools: ${tools}\n`
}

const POLICY = `
version: "1.0"
permissions:
  storage:
    allow: [{ uri: fs:///work, access: [read, write] }]
  network:
    allow:
      - { host: x.com, ports: [443], methods: [GET], paths: [/v1] }
      - { host: "https://y.com:8443" }
      - { cidr: 10.0.0.0/8, protocol: tcp, uses: 2, expires: 2999-01-01T00:00:00Z }
    deny: [{ host: "*.z.com" }]
  environment: { allow: [{ key: A }] }
  resources: { limits: { memory: 1Mi, cpu: 500m, timeout: 5s, concurrency: 2, queue: 5, arguments: 3Ki, output: 1Ki, log: 2Ki, log_lines: 6, response: 4Ki, instances: 3, table: 4 } }
`

describe('reportPolicy()', () => {
  it('shows rules as they could stand in a file', async (context) => {
    const { store } = await openStore(context, { granted: POLICY })
    assert.deepEqual(reportPolicy(await store.read('a')), {
      granted: {
        storage: { allow: [{ uri: 'fs:///work', access: ['read', 'write'] }] },
        network: {
          allow: [
            { host: 'x.com', ports: [443], methods: ['GET'], paths: ['/v1'] },
            { host: 'https://y.com:8443' },
            { cidr: '10.0.0.0/8', protocol: 'tcp', expires: '2999-01-01T00:00:00.000Z', uses: 2 },
          ],
          deny: [{ host: '*.z.com' }],
        },
        environment: { allow: [{ key: 'A' }] },
        resources: {
          limits: {
            memory: '1048576',
            cpu: 0.5,
            timeout: '5000ms',
            concurrency: 2,
            queue: 5,
            arguments: '3072',
            output: '1024',
            log: '2048',
            log_lines: 6,
            response: '4096',
            instances: 3,
            table: 4,
          },
        },
      },
      requested: null,
      ceiling: null,
      tools: {},
      withoutEffect: [],
      readOnlyTools: [],
      readOnlyWishes: [],
      problems: [],
      warnings: [],
    })
  })

  it('says which grants have no effect and why', async (context) => {
    const { store } = await openStore(context, {
      granted: 'version: "1.0"\npermissions: { network: { allow: [{ host: x.com }, { host: y.com }] } }',
      requested: 'version: "1.0"\npermissions: { network: { allow: [{ host: y.com }] } }',
    })
    const { withoutEffect, requested } = reportPolicy(await store.read('a'))
    assert.deepEqual(requested, { network: { allow: [{ host: 'y.com' }] } })
    assert.deepEqual(withoutEffect, [
      {
        rule: { host: 'x.com' },
        reason: 'The policy that came with the component does not ask for the connection to https://x.com/',
      },
    ])
  })

  it('tells tools that only read from those of which the author alone says so', async (context) => {
    const { store } = await openStore(context, {
      granted: saying('{ search: { read-only: true }, fetch: {} }'),
      requested: saying('{ search: { read-only: true }, fetch: { read-only: true } }'),
    })
    const { readOnlyTools, readOnlyWishes } = reportPolicy(await store.read('a'))
    assert.deepEqual(
      { readOnlyTools, readOnlyWishes },
      { readOnlyTools: ['search'], readOnlyWishes: ['fetch'] },
    )
  })

  it('says what is damaged', async (context) => {
    const { store } = await openStore(context, { granted: 'version: [' })
    assert.equal(reportPolicy(await store.read('a')).problems.length, 1)
  })
})

describe('describeObstacles()', () => {
  it('is empty where a grant helps', async (context) => {
    const { store } = await openStore(context, { granted: POLICY })
    assert.deepEqual(describeObstacles(await store.read('a'), { kind: 'network', host: 'x.com' }), [])
    assert.deepEqual(describeObstacles(await store.read('a'), { kind: 'memory', limit: '1Gi' }), [])
  })

  it('says where a grant of memory or state ends that others bound', async (context) => {
    const permissions = '{ resources: { limits: { memory: 64Mi } }, state: { quota: "1000" } }'
    const { store } = await openStore(context, {
      granted: POLICY,
      requested: `version: "1.0"\npermissions: ${permissions}`,
    })
    const obstaclesOf = async (grant: Grant) => describeObstacles(await store.read('a'), grant)
    const because = 'the policy that came with the component asks for no more'
    assert.deepEqual(await obstaclesOf({ kind: 'memory', limit: '64Mi' }), [])
    assert.deepEqual(await obstaclesOf({ kind: 'memory', limit: '65Mi' }), [
      `The grant is kept and ends at 64Mi: ${because}`,
    ])
    await store.grant('a', { kind: 'state', quota: '1Mi' })
    assert.deepEqual(await obstaclesOf({ kind: 'state', quota: '1Mi' }), [
      `The grant is kept and ends at 1000 bytes: ${because}`,
    ])
  })

  it('says what stands in the way', async (context) => {
    const { store } = await openStore(context, {
      granted:
        'version: "1.0"\npermissions: { network: { allow: [{ host: x.com }], deny: [{ host: x.com }] } }',
    })
    assert.deepEqual(describeObstacles(await store.read('a'), { kind: 'network', host: 'x.com' }), [
      'The grant is kept and has no effect: A rule denies the connection to https://x.com/',
    ])
  })
})

async function openStore(
  context: Parameters<typeof temporaryFolder>[0],
  { granted, requested }: { readonly granted: string; readonly requested?: string },
): Promise<{ store: PolicyStore }> {
  const folder = await temporaryFolder(context)
  await writeFile(join(folder, 'a.policy.yaml'), granted)
  if (requested !== undefined) await writeFile(join(folder, 'a.request.yaml'), requested)
  return { store: new PolicyStore({ folder, ceilingFile: null }) }
}
