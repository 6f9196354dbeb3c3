import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { hostileComponent } from '../../helpers/hostile-glue.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { networkAccess } from '../../helpers/network-access.ts'
import { recordingServer } from './recording-server.ts'

/** Heads that no WASI host of ours would let out; `host` is the one that is granted. */
const HEADS = [
  `{ pathWithQuery: '/ HTTP/1.1\\r\\nhost: evil.example\\r\\n\\r\\nGET /smuggled' }`,
  `{ pathWithQuery: 'http://evil.example/' }`,
  `{ method: 'GET / HTTP/1.1\\r\\nx-smuggled: 1\\r\\n\\r\\nGET' }`,
  `{ method: 'CONNECT' }`,
  `{ authority: host + '\\r\\nx-smuggled: 1' }`,
  `{ authority: 'granted.example@' + other }`,
  `{ authority: other }`,
  `{ headers: [['x-a\\r\\nx-smuggled', Buffer.from('1')]] }`,
  `{ headers: [['x-a', Buffer.from('1\\r\\nx-smuggled: 1')]] }`,
]

/** Says all of it to the host process, as calls and flows that are there and that are not. */
const ATTACK = `async (host, other) => {
  const honest = { kind: 'http', method: 'GET', scheme: 'http', authority: host, pathWithQuery: '/', headers: [],
    bodyLength: 0, timeouts: { connectMs: null, firstByteMs: null, betweenBytesMs: null } }
  const openings = [
    ...[${HEADS.join(', ')}].map((head) => ({ ...honest, ...head })),
    { kind: 'tcp', remote: { address: '127.0.0.1', port: Number(other.split(':')[1]) } },
    { kind: 'tcp', remote: { address: '::ffff:127.0.0.1', port: Number(other.split(':')[1]) } },
    { kind: 'lookup', name: 'secret.evil.example' },
    honest,
  ]
  openings.forEach((message, index) => say({ kind: 'egress', callId: 1, flowId: 1000 + index, message }))
  await new Promise((resolve) => setTimeout(resolve, 500))
  return 'said'
}`

for (const isolation of ISOLATIONS) {
  describe(`a sandbox process that was taken over, under ${isolation.name}`, () => {
    it('gets nothing past the decisions by speaking to the host process itself', async (t) => {
      const granted = await recordingServer(t)
      const other = await recordingServer(t)
      const component = await hostileComponent(
        t,
        { attack: ATTACK },
        { isolation: await isolation.find(), network: networkAccess([`http://${granted.host}`]) },
      )
      await component.call('attack', [granted.host, other.host])
      assert.deepEqual(other.heard, [])
      assert.equal(granted.heard.length, 1)
      assert.match(granted.heard[0] ?? '', new RegExp(`^GET / HTTP/1.1\r\nhost: ${granted.host}\r\n`))
      assert.doesNotMatch(granted.heard[0] ?? '', /smuggled|evil/)
    })
  })
}
