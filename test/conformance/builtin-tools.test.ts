import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { BUILTIN_TOOLS, callTool } from '#mcp'

import { FakeComponents, greetTool } from '../helpers/fake-components.ts'

const INSTALLED = { id: 'first', tools: [greetTool('greet')] }

/** The input schemas of Wassette, without the words that are ours. */
const INPUT_SCHEMAS = {
  'load-component': { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
  'unload-component': { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
  'list-components': { type: 'object', properties: {} },
  'search-components': { type: 'object', properties: { query: { type: 'string' } } },
  'get-policy': ofComponent({}),
  'grant-storage-permission': ofComponent({
    uri: { type: 'string' },
    access: { type: 'array', items: { type: 'string', enum: ['read', 'write'] } },
  }),
  'grant-network-permission': ofComponent({ host: { type: 'string' } }),
  'grant-environment-variable-permission': ofComponent({ key: { type: 'string' } }),
  'revoke-storage-permission': ofComponent({ uri: { type: 'string' } }),
  'revoke-network-permission': ofComponent({ host: { type: 'string' } }),
  'revoke-environment-variable-permission': ofComponent({ key: { type: 'string' } }),
  'reset-permission': ofComponent({}),
}

const READING = { readOnlyHint: true, openWorldHint: false }
const ADDING = { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false }
const REMOVING = { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false }

describe('built-in tools', () => {
  it('have the names and input schemas of Wassette', () => {
    const schemas = BUILTIN_TOOLS.map(({ definition }) => [
      definition.name,
      withoutDescriptions(definition.inputSchema),
    ])
    assert.deepEqual(Object.fromEntries(schemas), INPUT_SCHEMAS)
  })

  it('have a title, a description and annotations', () => {
    const hints = BUILTIN_TOOLS.map(({ definition: { name, title, description, annotations } }) => {
      assert.ok(title && description)
      return [name, annotations]
    })
    assert.deepEqual(Object.fromEntries(hints), {
      'load-component': { ...ADDING, openWorldHint: true },
      'unload-component': REMOVING,
      'list-components': READING,
      'search-components': { ...READING, openWorldHint: true },
      'get-policy': READING,
      'grant-storage-permission': ADDING,
      'grant-network-permission': ADDING,
      'grant-environment-variable-permission': ADDING,
      'revoke-storage-permission': REMOVING,
      'revoke-network-permission': REMOVING,
      'revoke-environment-variable-permission': REMOVING,
      'reset-permission': REMOVING,
    })
  })

  it('answer one text and nothing structured', async () => {
    const { content, structuredContent } = await call('list-components', {})
    assert.equal(content.length, 1)
    assert.equal(structuredContent, undefined)
  })
})

describe('load-component', () => {
  it('answers with status, id and tools', async () => {
    const components = new FakeComponents([INSTALLED], { load: async () => ({ ...INSTALLED, id: 'second' }) })
    assert.equal(
      await text('load-component', { path: 'oci://r/x:1' }, components),
      '{"status":"component loaded successfully","id":"second","tools":["greet"]}',
    )
    assert.equal(
      await text('load-component', { path: 'oci://r/x:1' }, components),
      '{"status":"component reloaded successfully","id":"second","tools":["greet"]}',
    )
  })

  it('shows what the author asks for, and how the user allows it', async () => {
    const components = new FakeComponents([INSTALLED], { load: async () => INSTALLED })
    components.permissions.requested = { network: { allow: [{ host: 'x.com' }] } }
    const answer: unknown = JSON.parse(await text('load-component', { path: 'oci://r/x:1' }, components))
    assert.deepEqual(answer, {
      status: 'component reloaded successfully',
      id: 'first',
      tools: ['greet'],
      requested: { network: { allow: [{ host: 'x.com' }] } },
      message:
        'Nothing of what is requested is granted by this; the user allows it with: ' +
        'wassette permission grant requested first --component-dir /components',
    })
  })

  it('names the reference and the reason of a failure', async () => {
    const components = new FakeComponents([], { load: () => Promise.reject(new Error('No such tag')) })
    assert.deepEqual(await call('load-component', { path: 'oci://r/x:1' }, components), {
      content: [{ type: 'text', text: 'Error: Failed to load component: oci://r/x:1. Error: No such tag' }],
      isError: true,
    })
  })

  it('names an argument that is missing or of another type', async () => {
    for (const args of [{}, { path: 1 }, { path: null }]) {
      assert.deepEqual(await call('load-component', args), {
        content: [{ type: 'text', text: "Error: Missing required argument: 'path'" }],
        isError: true,
      })
    }
  })
})

describe('unload-component', () => {
  it('answers with status and id', async () => {
    assert.equal(
      await text('unload-component', { id: 'first' }, new FakeComponents([INSTALLED])),
      '{"status":"component unloaded successfully","id":"first"}',
    )
  })

  it('succeeds for an id that nobody knows, and says so', async () => {
    assert.equal(
      await text('unload-component', { id: 'other' }),
      '{"status":"component unloaded successfully","id":"other","message":"No component \'other\' was loaded"}',
    )
  })

  it('answers a failure as an error with status, message and id', async () => {
    const components = new FakeComponents([INSTALLED])
    components.unload = () => Promise.reject(new Error('The folder is read-only'))
    assert.deepEqual(await call('unload-component', { id: 'first' }, components), {
      content: [
        {
          type: 'text',
          text: '{"status":"error","message":"Failed to unload component: The folder is read-only","id":"first"}',
        },
      ],
      isError: true,
    })
  })

  it('names an argument that is missing', async () => {
    assert.equal(await text('unload-component', {}), "Error: Missing required argument: 'id'")
  })
})

describe('list-components', () => {
  it('answers with every component, its tools and the total', async () => {
    const answer: unknown = JSON.parse(await text('list-components', {}, new FakeComponents([INSTALLED])))
    assert.deepEqual(answer, {
      components: [
        {
          id: 'first',
          tools_count: 1,
          schema: { tools: [greetTool('greet')] },
          digest: `sha256:${'0'.repeat(64)}`,
        },
      ],
      total: 1,
    })
  })

  it('answers with nothing when there is nothing', async () => {
    assert.equal(await text('list-components', {}), '{"components":[],"total":0}')
  })
})

function call(name: string, args: Record<string, unknown>, components = new FakeComponents()) {
  return callTool({ name, arguments: args }, { components, builtinTools: true })
}

async function text(
  name: string,
  args: Record<string, unknown>,
  components?: FakeComponents,
): Promise<string> {
  const { content } = await call(name, args, components)
  const [block] = content
  return block?.type === 'text' ? block.text : ''
}

/** A schema with `component_id`, and `details` where it has any. */
function ofComponent(details: Readonly<Record<string, object>>): object {
  const names = Object.keys(details)
  if (names.length === 0) {
    return { type: 'object', properties: { component_id: { type: 'string' } }, required: ['component_id'] }
  }
  return {
    type: 'object',
    properties: {
      component_id: { type: 'string' },
      details: { type: 'object', properties: details, required: names, additionalProperties: false },
    },
    required: ['component_id', 'details'],
  }
}

function withoutDescriptions(schema: object): unknown {
  const json = JSON.stringify(schema, (key, value: unknown) => (key === 'description' ? undefined : value))
  return JSON.parse(json)
}
