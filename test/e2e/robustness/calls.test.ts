import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { RunningServer } from '../../helpers/running-server.ts'
import { scratchUser } from '../../helpers/wassette.ts'

const MIB = 1024 * 1024

describe('arguments that are wrong', () => {
  const cases: readonly (readonly [tool: string, args: object, message: RegExp])[] = [
    ['echo-u8', {}, /Missing required argument "value"/],
    ['echo-u8', { value: 256 }, /value/],
    ['echo-u8', { value: '1x' }, /value/],
    ['echo-u8', { value: 1.5 }, /value/],
    ['echo-u8', { value: null }, /value/],
    ['echo-u8', { value: [1] }, /value/],
    ['echo-string', { value: 1 }, /value/],
    ['echo-string', { value: '\ud800' }, /value/],
    ['echo-char', { value: 'ab' }, /value/],
    ['echo-list-of-lists', { value: [[1], [2, 'x']] }, /value\[1\]\[1\]/],
    ['echo-tuple', { value: [1, 'a'] }, /value/],
    ['echo-list-of-u8', { value: 'not base64!' }, /value/],
    ['echo-list-of-u8', { value: { length: 4_000_000_000 } }, /value/],
  ]

  it('are refused with the path of what is wrong, before anything runs', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    await server.load('every-type')
    for (const [tool, args, message] of cases) {
      const { isError, text } = await server.call(tool, args)
      assert.ok(isError, `${tool} took ${JSON.stringify(args)}`)
      assert.match(text, message)
    }
  })

  it('are taken where they are only unusual', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    await server.load('every-type')
    const text = 'NUL \0, BOM \ufeff, 😀, \u2028'
    assert.deepEqual(await server.call('echo-string', { value: text }), { isError: false, text })
    const proto = '{"value":7,"__proto__":{"value":8},"constructor":1,"more":{"a":[]}}'
    server.session.write(
      `{"jsonrpc":"2.0","id":"proto","method":"tools/call","params":{"name":"echo-u8","arguments":${proto}}}`,
    )
    const answer = await server.session.waitFor(({ id }) => id === 'proto')
    assert.partialDeepStrictEqual(answer, { result: { structuredContent: { result: 7 } } })
  })

  it('do not end the server when they are nested a million deep', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    await server.load('every-type')
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000)
    server.session.write(
      `{"jsonrpc":"2.0","id":"deep","method":"tools/call","params":{"name":"echo-u8","arguments":{"value":${deep}}}}`,
    )
    const answer = await server.session.waitFor(({ id }) => id === 'deep')
    assert.ok(answer['error'] !== undefined || JSON.stringify(answer).includes('"isError":true'))
    assert.deepEqual(await server.call('echo-u8', { value: 7 }), { isError: false, text: '7' })
  })

  it('of 100 MB are refused, and the server stays up', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    await server.load('every-type')
    const { isError, text } = await server.call('echo-string', { value: 'x'.repeat(100_000_000) })
    assert.ok(isError)
    assert.match(text, /10 MiB/)
    assert.deepEqual(await server.call('echo-u8', { value: 7 }), { isError: false, text: '7' })
  })
})

describe('a result', () => {
  it('over the limit is an error with its name, and the next call works', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    await server.load('big-result')
    for (const [tool, size] of [
      ['make-string', { bytes: 11 * MIB }],
      ['make-string', { bytes: 400 * MIB }],
      ['make-bytes', { bytes: 9 * MIB }],
      ['make-numbers', { count: 5_000_000 }],
    ] as const) {
      const { isError, text } = await server.call(tool, size)
      assert.ok(isError, tool)
      assert.match(text, /limit|larger|too large|10 MiB|memory/i)
      assert.ok(text.length < 1_000)
      assert.equal((await server.call('make-string', { bytes: 3 })).text, 'aaa')
    }
  })

  it('under the limit arrives whole', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    await server.load('big-result')
    const { text } = await server.call('make-string', { bytes: 4 * MIB })
    assert.equal(text.length, 4 * MIB)
  })
})

describe('a guest', () => {
  it('that traps, exits or grows fails its call alone', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    for (const guest of ['traps', 'exits', 'grows']) await server.load(guest)
    for (const [name, message] of [
      ['execute-unreachable', /trapped/],
      ['read-out-of-bounds', /trapped/],
      ['divide-by-zero', /trapped/],
      ['overflow-stack', /trapped/],
      ['exit-well', /ended itself/],
      ['exit-badly', /ended itself/],
      ['grow-or-trap', /memory limit/],
    ] as const) {
      const { isError, text } = await server.call(name)
      assert.ok(isError, name)
      assert.match(text, message)
    }
    for (const id of ['traps', 'exits', 'grows']) {
      assert.deepEqual(await server.call(`${id}_pass`), { isError: false, text: 'true' })
    }
  })

  it('that gets less memory than it begins with is told which limit that is', async (t) => {
    const user = await scratchUser(t)
    await using server = await RunningServer.start(user)
    await server.load('every-type')
    const policy = 'version: "1.0"\npermissions: { resources: { limits: { memory: 64Ki } } }\n'
    await writeFile(join(user.componentDir, 'every-type.policy.yaml'), policy)
    const { isError, text } = await server.call('echo-u8', { value: 7 })
    assert.ok(isError)
    assert.match(text, /memory limit/)
  })

  it('that prints what looks like a message of the server reaches the log, not the client', async (t) => {
    const user = await scratchUser(t)
    const log = join(user.home, 'log')
    const env = { ...user.env, WASSETTE_LOG: 'info', LOG_FILE: log }
    const runner = ['/bin/sh', '-c', 'exec "$@" 2>"$LOG_FILE"', 'sh']
    await using server = await RunningServer.start({ env }, { runner })
    await server.load('chatty')
    assert.equal((await server.call('forge-message')).isError, false)
    await server.call('write-stdout', { bytes: 10 * MIB })
    const forged = server.session.received.filter((message) =>
      JSON.stringify(message).includes('"content":[]'),
    )
    assert.deepEqual(forged, [])
    const logged = await readFile(log, 'utf8')
    assert.match(logged, /jsonrpc/)
    assert.match(logged, /output limit reached/)
    assert.ok(logged.length < 2 * MIB)
    // What a guest prints stands in one line of JSON, so that it cannot forge a line of the log either.
    for (const line of logged.trim().split('\n')) JSON.parse(line)
  })

  it('that sleeps for ever ends when its call is cancelled, and takes the next one', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    await server.load('sleeps')
    await server.call('sleep', { milliseconds: 1 })
    const sleeping = server.begin('sleep', { milliseconds: 4_000_000_000 })
    sleeping.answer.catch(() => {})
    const other = server.begin('sleep', { milliseconds: 500 })
    await server.session.request('ping', 'ping')
    sleeping.cancel()
    assert.equal((await other.answer).isError, false)
    assert.equal((await server.call('sleep', { milliseconds: 1 })).isError, false)
  })
})
