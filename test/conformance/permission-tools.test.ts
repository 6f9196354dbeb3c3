import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { callTool } from '#mcp'
import type { GrantsMode } from '#platform'

import { FakeComponents, greetTool } from '../helpers/fake-components.ts'

/** What Wassette answers, key by key; keys that are ours come after. */
const GRANTS: [tool: string, details: object, type: string][] = [
  ['grant-storage-permission', { uri: 'fs:///work', access: ['read', 'write'] }, 'storage'],
  ['grant-network-permission', { host: 'api.x.com' }, 'network'],
  ['grant-environment-variable-permission', { key: 'API_KEY' }, 'environment variable'],
]

describe('grant tools, where the model may grant', () => {
  for (const [tool, details, type] of GRANTS) {
    it(`${tool} grants`, async () => {
      const components = installed()
      const answer = await call(tool, { component_id: 'first', details }, { components, grants: 'model' })
      assert.deepEqual(answer, {
        isError: false,
        value: {
          status: 'permission granted successfully',
          component_id: 'first',
          permission_type: type,
          details,
        },
      })
      assert.equal(components.permissions.grants.length, 1)
    })
  }
})

describe('grant tools, where a person decides and cannot be asked', () => {
  for (const [tool, details, type] of GRANTS) {
    it(`${tool} leaves a request and says how it is approved`, async () => {
      const components = installed()
      const answer = await call(tool, { component_id: 'first', details }, { components })
      assert.deepEqual(answer, {
        isError: true,
        value: {
          status: 'permission pending',
          component_id: 'first',
          permission_type: type,
          details,
          request_id: '00000000',
          message:
            'A person has to decide first, at a terminal; ask the user to run: ' +
            'wassette permission approve 00000000 --component-dir /components',
        },
      })
      assert.deepEqual(components.permissions.grants, [])
    })
  }

  it('answer at once what is granted already', async () => {
    const components = installed()
    await components.permissions.grant('first', { kind: 'network', host: 'x.com' })
    const args = { component_id: 'first', details: { host: 'x.com' } }
    assert.equal((await call('grant-network-permission', args, { components })).isError, false)
    assert.deepEqual(components.permissions.requests, [])
  })
})

describe('grant tools, where it is granted and has no effect', () => {
  it('say why', async () => {
    const components = installed()
    await components.permissions.grant('first', { kind: 'network', host: 'x.com' })
    components.permissions.notes = ['The grant is kept and has no effect: A rule denies it']
    const args = { component_id: 'first', details: { host: 'x.com' } }
    const { value } = await call('grant-network-permission', args, { components })
    assert.partialDeepStrictEqual(value, { notes: components.permissions.notes })
  })
})

describe('grant tools, where the operator alone grants', () => {
  it('refuse and name the command', async () => {
    const components = installed()
    const args = { component_id: 'first', details: { host: 'x.com' } }
    assert.deepEqual(await call('grant-network-permission', args, { components, grants: 'operator' }), {
      isError: true,
      value:
        "Error: Grants are made by the operator alone, ask the user to run 'wassette permission grant' at a terminal",
    })
    assert.deepEqual(components.permissions.requests, [])
  })
})

describe('grant tools, whoever grants', () => {
  for (const [tool, args, message] of [
    ['grant-network-permission', {}, "Missing required argument: 'component_id'"],
    ['grant-network-permission', { component_id: 'first' }, "Missing required argument: 'details'"],
    [
      'grant-network-permission',
      { component_id: 'first', details: {} },
      "Missing 'host' field for network permission",
    ],
    [
      'grant-network-permission',
      { component_id: 'first', details: { host: '' } },
      'Network host cannot be empty',
    ],
    [
      'grant-storage-permission',
      { component_id: 'first', details: {} },
      "Missing 'uri' field for storage permission",
    ],
    [
      'grant-storage-permission',
      { component_id: 'first', details: { uri: 'fs:///a', access: [] } },
      'Storage access cannot be empty',
    ],
    [
      'grant-storage-permission',
      { component_id: 'first', details: { uri: 'fs:///a', access: ['run'] } },
      'Invalid access type: run',
    ],
    [
      'grant-environment-variable-permission',
      { component_id: 'first', details: {} },
      "Missing 'key' field for environment permission",
    ],
    [
      'grant-network-permission',
      { component_id: 'other', details: { host: 'x' } },
      'Component not found: other',
    ],
    [
      'revoke-network-permission',
      { component_id: 'other', details: { host: 'x' } },
      'Component not found: other',
    ],
    ['reset-permission', { component_id: '../x' }, 'Component not found: ../x'],
    ['get-policy', { component_id: 'other' }, 'Component not found: other'],
  ] as const) {
    it(`${tool} answers '${message}'`, async () => {
      for (const grants of ['model', 'ask'] as const) {
        assert.deepEqual(await call(tool, args, { grants }), { isError: true, value: `Error: ${message}` })
      }
    })
  }
})

describe('revoke tools', () => {
  for (const [tool, details, expected] of [
    [
      'revoke-storage-permission',
      { uri: 'fs:///work' },
      {
        status: 'permission revoked successfully',
        component_id: 'first',
        uri: 'fs:///work',
        message: 'All access (read and write) to the specified URI has been revoked',
      },
    ],
    [
      'revoke-network-permission',
      { host: 'x.com' },
      {
        status: 'permission revoked',
        component_id: 'first',
        permission_type: 'network',
        details: { host: 'x.com' },
      },
    ],
    [
      'revoke-environment-variable-permission',
      { key: 'A' },
      {
        status: 'permission revoked',
        component_id: 'first',
        permission_type: 'environment variable',
        details: { key: 'A' },
      },
    ],
  ] as const) {
    it(`${tool} takes back without asking`, async () => {
      assert.deepEqual(await call(tool, { component_id: 'first', details }), {
        isError: false,
        value: { ...expected, rules_removed: 1 },
      })
    })
  }
})

describe('reset-permission', () => {
  it('takes everything back without asking', async () => {
    const components = installed()
    assert.deepEqual(await call('reset-permission', { component_id: 'first' }, { components }), {
      isError: false,
      value: { status: 'permissions reset successfully', component_id: 'first' },
    })
    assert.deepEqual(components.permissions.resets, [{ id: 'first', keepsNarrowing: true }])
  })
})

describe('get-policy', () => {
  it('says that there is none', async () => {
    assert.deepEqual((await call('get-policy', { component_id: 'first' })).value, {
      status: 'no policy found',
      component_id: 'first',
      permissions: { granted: [] },
    })
  })

  it('says where the policy lies and what it says', async () => {
    const components = installed()
    await components.permissions.grant('first', { kind: 'network', host: 'x.com' })
    assert.deepEqual((await call('get-policy', { component_id: 'first' }, { components })).value, {
      status: 'policy found',
      component_id: 'first',
      policy_info: {
        policy_id: 'first-policy',
        source_uri: 'file:///components/first.policy.yaml',
        local_path: '/components/first.policy.yaml',
        created_at: 1,
      },
      permissions: { granted: [{ kind: 'network', details: { host: 'x.com' } }] },
    })
  })
})

function installed(): FakeComponents {
  return new FakeComponents([{ id: 'first', tools: [greetTool('greet')] }])
}

async function call(
  name: string,
  args: Record<string, unknown>,
  { components = installed(), grants }: { components?: FakeComponents; grants?: GrantsMode } = {},
): Promise<{ isError: boolean; value: unknown }> {
  const { content, isError = false } = await callTool(
    { name, arguments: args },
    { components, builtinTools: true, grants },
  )
  const [block] = content
  const text = block?.type === 'text' ? block.text : ''
  return { isError, value: text.startsWith('{') ? JSON.parse(text) : text }
}
