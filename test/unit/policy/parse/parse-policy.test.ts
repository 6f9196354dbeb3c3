import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { isCodedError } from '#platform'
import { EMPTY_POLICY, parsePolicy } from '#policy'

const FILE = '/components/x.policy.yaml'

/** Every key of Wassette's schema. */
const WASSETTE = `$schema: https://raw.githubusercontent.com/microsoft/policy-mcp/main/schema/policy-v1.0.schema.json
version: "1.0"
description: "Permission policy for a component"
permissions:
  storage:
    allow:
      - uri: "fs:///work/agent/**"
        access: ["read", "write"]
    deny:
      - uri: fs:///work/agent/.git
        access: [write]
  network:
    allow:
      - host: "api.openai.com"
      - host: "*.example.com"
    deny:
      - cidr: "10.0.0.0/8"
  environment:
    allow:
      - key: "PATH"
  runtime:
    docker:
      security: { privileged: false, no_new_privileges: true, capabilities: { drop: [ALL] } }
    hyperlight: { anything: 1 }
  resources:
    limits:
      cpu: "500m"
      memory: "512Mi"
    io: 1000
  ipc:
    deny:
      - uri: "*"
`

describe('parsePolicy()', () => {
  it("reads every key of Wassette's schema", () => {
    const { permissions, version, description, tools } = parsePolicy(WASSETTE, { file: FILE })
    assert.equal(version, '1.0')
    assert.equal(description, 'Permission policy for a component')
    assert.equal(tools.size, 0)
    const terms = { expires: null, uses: null }
    const rule = { ...terms, resolved: null }
    assert.deepEqual(permissions.storage, {
      allow: [
        { ...rule, line: 7, uri: 'fs:///work/agent/**', pattern: '/work/agent/**', read: true, write: true },
      ],
      deny: [
        {
          ...rule,
          line: 10,
          uri: 'fs:///work/agent/.git',
          pattern: '/work/agent/.git',
          read: false,
          write: true,
        },
      ],
    })
    const open = { ...terms, protocol: null, ports: null, methods: null, paths: null }
    assert.deepEqual(permissions.network, {
      allow: [
        {
          ...open,
          line: 14,
          kind: 'host',
          text: 'api.openai.com',
          match: { kind: 'exact', host: 'api.openai.com' },
          scheme: null,
        },
        {
          ...open,
          line: 15,
          kind: 'host',
          text: '*.example.com',
          match: { kind: 'subdomains', of: 'example.com' },
          scheme: null,
        },
      ],
      deny: [
        {
          ...open,
          line: 17,
          kind: 'cidr',
          text: '10.0.0.0/8',
          cidr: { version: 4, base: 10n << 24n, prefix: 8 },
        },
      ],
    })
    assert.deepEqual(permissions.environment, { allow: [{ ...terms, line: 20, key: 'PATH' }], deny: [] })
    assert.equal(permissions.limits.cpu, 0.5)
    assert.equal(permissions.limits.memoryBytes, 512 * 1024 ** 2)
  })

  it('reads the policy of our documentation, all of it', async () => {
    const page = await readFile(new URL('../../../../docs/reference/policy.md', import.meta.url), 'utf8')
    const [, text = ''] = /```yaml\n(.*?)```/s.exec(page) ?? []
    const { permissions, warnings } = parsePolicy(text, { file: 'policy.md' })
    assert.equal(permissions.network.allow?.length, 6)
    assert.deepEqual(warnings, [])
  })

  it('says what has no effect', () => {
    assert.deepEqual(parsePolicy(WASSETTE, { file: FILE }).warnings, [
      "'io' on line 29 has no effect",
      "'runtime' on line 21 has no effect: components run neither in Docker nor in Hyperlight",
    ])
  })

  it('reads our own keys', () => {
    const { permissions, tools } = parsePolicy(
      `
version: "1.0"
permissions:
  network:
    allow:
      - host: db.example.com:5432
        protocol: tcp
        expires: 2027-01-31T12:00:00Z
      - host: x.com
        ports: [443, 8443]
        methods: [get, POST]
        paths: [/v1/]
        uses: 2
  resources:
    limits: { timeout: 30s, cpu_time: 5s, concurrency: 2, queue: 3, arguments: 2Ki, output: 1Mi, log: 4Ki, log_lines: 9, response: 8Mi, instances: 8, table: 5000 }
tools:
  fetch:
    network: { allow: [{ host: x.com }] }
`,
      { file: FILE },
    )
    const [tcp, http] = permissions.network.allow ?? []
    assert.deepEqual([tcp?.protocol, tcp?.ports, tcp?.expires], ['tcp', [5432], Date.UTC(2027, 0, 31, 12)])
    assert.deepEqual(
      [http?.ports, http?.methods, http?.paths, http?.uses],
      [[443, 8443], ['GET', 'POST'], ['/v1'], 2],
    )
    assert.deepEqual(permissions.limits, {
      memoryBytes: null,
      cpu: null,
      cpuTimeMs: 5_000,
      timeoutMs: 30_000,
      concurrency: 2,
      queue: 3,
      argumentBytes: 2048,
      outputBytes: 1024 ** 2,
      logBytes: 4096,
      logLines: 9,
      responseBytes: 8 * 1024 ** 2,
      instances: 8,
      table: 5000,
    })
    assert.equal(tools.get('fetch')?.network.allow?.length, 1)
  })

  for (const text of ['', '   \n', '# nothing\n', '---\n', 'null']) {
    it(`allows nothing where ${JSON.stringify(text)} is all there is`, () => {
      assert.deepEqual(parsePolicy(text, { file: FILE }), EMPTY_POLICY)
    })
  }

  it('tells a list that was emptied from one that was never written', () => {
    const { storage, network } = parsePolicy(document('storage: { allow: }\n  network: {}'), {
      file: FILE,
    }).permissions
    assert.deepEqual([storage.allow, network.allow], [[], null])
  })

  it('keeps rules that mean nothing here and says so', () => {
    const policy = parsePolicy(document('storage: { allow: [{ uri: "fs://work", access: [read] }] }'), {
      file: FILE,
    })
    assert.equal(policy.permissions.storage.allow?.[0]?.pattern, null)
    assert.match(policy.warnings.join(), /has to be absolute/)
  })

  it('names unknown keys, at every level', () => {
    const text = `version: "1.0"\nextra: 1\npermissions:\n  netwrok: {}\n  network: { allow: [{ host: x.com, method: GET }], block: [] }\n`
    assert.deepEqual(parsePolicy(text, { file: FILE }).warnings, [
      "Unknown key 'method' in 'allow' on line 5 has no effect",
      "Unknown key 'block' in 'network' on line 5 has no effect",
      "Unknown key 'netwrok' in 'permissions' on line 4 has no effect",
      `Unknown key 'extra' in '${FILE}' on line 2 has no effect`,
    ])
  })

  const refused: [text: string, line: number, message: RegExp][] = [
    ['version: "2.0"\npermissions: {}', 1, /Unsupported version: 2\.0$/],
    ['permissions: {}', 1, /Missing 'version'$/],
    ['version: "1.0"', 1, /Missing 'permissions'$/],
    ['- a', 1, /is a map/],
    ['version: "1.0"\npermissions: [}', 2, /./],
    ['version: "1.0"\nversion: "1.0"\npermissions: {}', 2, /twice/],
    ['version: "1.0"\npermissions: &a\n  network: *a', 3, /alias/],
    [document('storage: { allow: [{ access: [read] }] }'), 3, /Missing 'uri' field for storage permission$/],
    [document('storage: { allow: [{ uri: "fs:///a" }] }'), 3, /Storage access cannot be empty$/],
    [document('storage: { allow: [{ uri: "fs:///a", access: [] }] }'), 3, /Storage access cannot be empty$/],
    [
      document('storage: { allow: [{ uri: "fs:///a", access: [execute] }] }'),
      3,
      /Invalid access type: execute$/,
    ],
    [document('storage: { allow: [{ uri: "", access: [read] }] }'), 3, /Storage URI cannot be empty$/],
    [document('storage: { allow: [{ uri: "fs:///a/***", access: [read] }] }'), 3, /'\*\*' within a segment/],
    [document('storage: { allow: [{ uri: "fs:///a/x**", access: [read] }] }'), 3, /'\*\*' within a segment/],
    [document('storage: { allow: [{ uri: "fs:///a/*x*", access: [read] }] }'), 3, /more than one '\*'/],
    [document('storage: { allow: [{ uri: "fs:///a/../b", access: [read] }] }'), 3, /has '\.\.' in its path/],
    [document('storage: { deny: [{ uri: "fs://a", access: [read] }] }'), 3, /has to be absolute/],
    [document('storage: { allow: [{ uri: "fs:///a", access: read }] }'), 3, /'access' is a list/],
    [document('network: { allow: [{ host: "" }] }'), 3, /Network host cannot be empty$/],
    [document('network: { allow: [{}] }'), 3, /Missing 'host' field for network permission/],
    [document('network: { allow: [{ host: a, cidr: "1.1.1.1/8" }] }'), 3, /or both/],
    [document('network: { allow: [{ host: "a.*.com" }] }'), 3, /is no host/],
    [document('network: { allow: [{ cidr: "10.0.0.0" }] }'), 3, /is no block of addresses/],
    [document('network: { allow: [{ host: a, ports: [] }] }'), 3, /'ports' is empty/],
    [document('network: { allow: [{ host: a, ports: ["80"] }] }'), 3, /A port is a number/],
    [document('network: { allow: [{ host: "a:80", ports: [81] }] }'), 3, /not in both/],
    [document('network: { allow: [{ host: a, protocol: tcp }] }'), 3, /needs a port/],
    [
      document('network: { allow: [{ host: "a:1", protocol: tcp, methods: [GET] }] }'),
      3,
      /mean nothing to tcp/,
    ],
    [
      document('network: { allow: [{ host: "https://a:1", protocol: tcp }] }'),
      3,
      /'protocol' is not the one/,
    ],
    [document('network: { deny: [{ host: a, expires: 2027-01-01 }] }'), 3, /A deny is for good/],
    [document('network: { allow: [{ host: a, expires: tomorrow }] }'), 3, /'expires' is a time/],
    [document('network: { allow: [{ host: a, uses: -1 }] }'), 3, /-1 is no limit/],
    [document('environment: { allow: [{ key: "" }] }'), 3, /Environment variable key cannot be empty$/],
    [document('environment: { allow: [{ key: "A*" }] }'), 3, /has to be one name/],
    [document('resources: { limits: { memory: 0 } }'), 3, /0 is no limit/],
    [document('resources: { limits: { cpu: -1 } }'), 3, /-1 is no limit/],
    [document('resources: { limits: { memory: [] } }'), 3, /A limit is a text or a number/],
  ]
  for (const [text, line, message] of refused) {
    it(`refuses ${JSON.stringify(text.replace('version: "1.0"\npermissions:\n', ''))}`, () => {
      assert.throws(
        () => parsePolicy(text, { file: FILE }),
        (error) => {
          assert.ok(isCodedError(error, 'POLICY_INVALID'))
          assert.ok(error.message.startsWith(`Fix line ${line} of '${FILE}': `), error.message)
          assert.match(error.message, message)
          return true
        },
      )
    })
  }

  it('refuses what is far too long or far too deep', () => {
    for (const text of ['#'.repeat(300_000), '['.repeat(100_000), 'a: '.repeat(20_000)]) {
      assert.throws(() => parsePolicy(text, { file: FILE }), { code: 'POLICY_INVALID' })
    }
  })

  it('throws nothing else whatever it is given', () => {
    const word = fc.constantFrom(
      'version',
      'permissions',
      'network',
      'storage',
      'allow',
      'deny',
      'host',
      'uri',
      '*',
      'fs:///a',
    )
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        word,
        fc.anything({ maxDepth: 1, withNullPrototype: false }),
        tie('list'),
        tie('map'),
      ),
      list: fc.array(tie('value'), { maxLength: 3 }),
      map: fc.dictionary(word, tie('value'), { maxKeys: 4 }),
    })).value
    const texts = fc.oneof(
      fc.string(),
      value.map((item) => JSON.stringify({ version: '1.0', permissions: item }, noBigints)),
    )
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parsePolicy(text, { file: FILE })
        } catch (error) {
          assert.ok(isCodedError(error, 'POLICY_INVALID'), String(error))
        }
      }),
    )
  })
})

function document(permissions: string): string {
  return `version: "1.0"\npermissions:\n  ${permissions}\n`
}

function noBigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
