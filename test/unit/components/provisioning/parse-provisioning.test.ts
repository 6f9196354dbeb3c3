import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'
import { stringify } from 'yaml'

import { isCodedError } from '#platform'
import { parsePolicy } from '#policy'

import { parseProvisioning } from '../../../../src/components/provisioning/parse-provisioning.ts'

const FILE = '/etc/wassette/manifest.yaml'
const URI = 'oci://ghcr.io/user/count:0.1.0'
const parse = (text: string) => parseProvisioning(text, FILE)
const withEntry = (entry: object): string =>
  stringify({ version: 1, components: [{ uri: URI, permissions: {}, ...entry }] })
const retryOf = async (backoff: object) =>
  (await parse(withEntry({ retry_policy: { attempts: 20, backoff } }))).components[0]?.retry

describe('parseProvisioning()', () => {
  it('reads everything that a component may have', async () => {
    const { components, file } = await parse(
      withEntry({
        name: 'counts',
        digest: `sha256:${'a'.repeat(64)}`,
        permissions: {
          network: { allow: [{ host: 'api.example.com' }] },
          storage: { allow: [{ uri: 'fs:///srv/data', access: ['read'] }] },
          environment: { allow: [{ key: 'API_KEY', value_from: 'SERVER_API_KEY' }, { key: 'REGION' }] },
          resources: { memory_bytes: 64 * 2 ** 20, limits: { timeout: '5s' } },
        },
        retry_policy: { attempts: 3, backoff: { type: 'exponential', base_ms: 100 } },
      }),
    )
    const [component] = components
    assert.equal(file, FILE)
    assert.equal(component?.name, 'counts')
    assert.equal(component.digest, `sha256:${'a'.repeat(64)}`)
    assert.deepEqual([...component.valuesFrom], [['API_KEY', 'SERVER_API_KEY']])
    assert.deepEqual([1, 2, 3].map(component.retry.waitMs), [100, 200, 400])
    const { network, storage, environment, limits } = parsePolicy(component.policy, {
      file: FILE,
    }).permissions
    assert.equal(network.allow?.length, 1)
    assert.deepEqual(
      storage.allow?.map(({ uri, read, write }) => [uri, read, write]),
      [['fs:///srv/data', true, false]],
    )
    assert.deepEqual(
      environment.allow?.map(({ key }) => key),
      ['API_KEY', 'REGION'],
    )
    assert.deepEqual([limits.memoryBytes, limits.timeoutMs], [64 * 2 ** 20, 5_000])
  })

  it('waits longer each time, linearly or doubling, and not for ever', async () => {
    const linear = await retryOf({ type: 'linear', increment_ms: 50 })
    assert.deepEqual(
      [1, 2, 3].map((attempt) => linear?.waitMs(attempt)),
      [50, 100, 150],
    )
    const exponential = await retryOf({ type: 'exponential', base_ms: 60_000 })
    assert.equal(exponential?.waitMs(19), 300_000)
  })

  const wrong: readonly (readonly [what: string, text: string, reason: RegExp, line: number])[] = [
    [
      'another version',
      'version: 2\ncomponents: []\n',
      /Unsupported manifest version: 2\. Only version 1 is supported/,
      1,
    ],
    ['no version', 'components: []\n', /Unsupported manifest version: undefined/, 1],
    ['no component', 'version: 1\ncomponents: []\n', /Manifest must declare at least one component/, 2],
    [
      'the same component twice',
      `version: 1\ncomponents:\n  - uri: ${URI}\n    permissions: {}\n  - uri: OCI://GHCR.IO/user/count:0.1.0\n    permissions: {}\n`,
      /Duplicate component URIs found: oci:\/\/ghcr\.io\/user\/count:0\.1\.0/,
      5,
    ],
    [
      'another scheme',
      withEntry({ uri: 'ftp://x/y.wasm' }),
      /Component URI must start with one of: oci:\/\//,
      3,
    ],
    ['a short digest', withEntry({ digest: 'sha256:12' }), /SHA-256 digest must be 64 hex characters/, 5],
    ['no permissions', `version: 1\ncomponents:\n  - uri: ${URI}\n`, /permissions/, 3],
    [
      'an empty list of hosts',
      withEntry({ permissions: { network: { allow: [] } } }),
      /Network permissions 'allow' list cannot be empty/,
      6,
    ],
    [
      'a path that is no URI',
      withEntry({ permissions: { storage: { allow: [{ uri: '/etc', access: ['read'] }] } } }),
      /Storage URI must start with 'fs:\/\/'/,
      7,
    ],
    [
      'no access',
      withEntry({ permissions: { storage: { allow: [{ uri: 'fs:///etc', access: [] }] } } }),
      /access/,
      8,
    ],
    [
      'a variable twice',
      withEntry({ permissions: { environment: { allow: [{ key: 'A' }, { key: 'A', value_from: 'B' }] } } }),
      /Duplicate environment variable key: A/,
      8,
    ],
    [
      'a host that is none',
      withEntry({ permissions: { network: { allow: [{ host: 'a*b.com' }] } } }),
      /a\*b\.com/,
      5,
    ],
    ['a permission that nobody knows', withEntry({ permissions: { gpu: {} } }), /gpu/, 5],
    [
      'a limit that nobody keeps',
      withEntry({ permissions: { resources: { limits: { disk: '1Gi' } } } }),
      /disk/,
      5,
    ],
    ['a key that nobody knows', withEntry({ digets: 'x' }), /digets/, 3],
    [
      'a backoff that nobody knows',
      withEntry({ retry_policy: { attempts: 2, backoff: { type: 'random' } } }),
      /type/,
      8,
    ],
    ['no attempt', withEntry({ retry_policy: { attempts: 0 } }), /attempts/, 6],
    ['no YAML', 'version: 1\ncomponents: [\n', /manifest/, 3],
  ]
  for (const [what, text, reason, line] of wrong) {
    it(`names the line of ${what}`, async () => {
      const error: unknown = await parse(text).catch((thrown: unknown) => thrown)
      assert(isCodedError(error, 'PROVISIONING_INVALID'))
      assert.match(error.message, reason)
      assert.match(error.message, new RegExp(`^Fix line ${line} of the manifest '${FILE}': `))
    })
  }

  it('throws nothing else, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((data) => stringify(data)),
        ),
        async (text) => {
          const error: unknown = await parse(text).catch((thrown: unknown) => thrown)
          assert(isCodedError(error, 'PROVISIONING_INVALID'))
        },
      ),
    )
  })
})
