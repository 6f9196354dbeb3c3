import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { GuestTrap } from '../../../../../src/sandbox/guest-process/wasi/guest-trap.ts'
import { Fields } from '../../../../../src/sandbox/guest-process/wasi/http/fields.ts'
import { witError } from '../guest.ts'

const INVALID = witError({ tag: 'invalid-syntax' })
const FORBIDDEN = witError({ tag: 'forbidden' })
const IMMUTABLE = witError({ tag: 'immutable' })

function textOf(values: readonly Uint8Array[]): string[] {
  return values.map((value) => Buffer.from(value).toString())
}

function entriesOf(fields: Fields): [string, string][] {
  return fields.entries().map(([name, value]) => [name, Buffer.from(value).toString()])
}

describe('Fields', () => {
  it('finds names in any casing and keeps the casing they came in', () => {
    const fields = Fields.fromList([['X-One', Buffer.from('1')]])
    fields.append('x-one', Buffer.from('2'))
    assert.deepEqual(textOf(fields.get('X-ONE')), ['1', '2'])
    assert.equal(fields.has('x-oNe'), true)
    assert.deepEqual(entriesOf(fields), [
      ['X-One', '1'],
      ['x-one', '2'],
    ])
    assert.deepEqual(fields.copyAll(), fields.entries())
  })

  it('finds nothing under a name that is absent or none', () => {
    assert.deepEqual(new Fields().get('absent'), [])
    assert.equal(new Fields().has('not a name'), false)
  })

  it('replaces all values of a name', () => {
    const fields = Fields.fromList([
      ['a', Buffer.from('1')],
      ['b', Buffer.from('2')],
      ['A', Buffer.from('3')],
    ])
    fields.set('a', [Buffer.from('4')])
    assert.deepEqual(entriesOf(fields), [
      ['b', '2'],
      ['a', '4'],
    ])
  })

  it('deletes all values of a name', () => {
    const fields = Fields.fromList([
      ['a', Buffer.from('1')],
      ['A', Buffer.from('2')],
    ])
    assert.deepEqual(textOf(fields.getAndDelete('a')), ['1', '2'])
    fields.delete('a')
    assert.deepEqual(entriesOf(fields), [])
  })

  it('changes alone when it was cloned', () => {
    const fields = Fields.fromList([['a', Buffer.from('1')]])
    const copy = Fields.frozen(fields).clone()
    copy.append('b', Buffer.from('2'))
    assert.equal(fields.has('b'), false)
    assert.equal(copy.has('b'), true)
  })

  it('does not change when it belongs to a message', () => {
    const fields = Fields.frozen(Fields.fromList([['a', Buffer.from('1')]]))
    assert.throws(() => fields.append('b', Buffer.from('2')), IMMUTABLE)
    assert.throws(() => fields.set('a', []), IMMUTABLE)
    assert.throws(() => fields.delete('a'), IMMUTABLE)
    assert.deepEqual(entriesOf(fields), [['a', '1']])
  })

  for (const name of ['', 'a b', 'a:b', 'a\r\nb', 'ä', 'a\0']) {
    it(`takes no name like ${JSON.stringify(name)}`, () => {
      assert.throws(() => new Fields().append(name, Buffer.from('x')), INVALID)
      assert.throws(() => new Fields().set(name, []), INVALID)
      assert.throws(() => new Fields().delete(name), INVALID)
      assert.throws(() => Fields.fromList([[name, Buffer.from('x')]]), INVALID)
    })
  }

  for (const name of [
    'Host',
    'connection',
    'Transfer-Encoding',
    'UPGRADE',
    'proxy-authorization',
    'Keep-Alive',
  ]) {
    it(`leaves ${name} to us`, () => {
      assert.throws(() => new Fields().append(name, Buffer.from('x')), FORBIDDEN)
      assert.throws(() => new Fields().set(name, [Buffer.from('x')]), FORBIDDEN)
      assert.throws(() => Fields.fromList([[name, Buffer.from('x')]]), FORBIDDEN)
    })
  }

  it('takes no value that could end its line', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (value) => {
        const isAllowed = value.every((byte) => byte === 9 || (byte >= 32 && byte !== 127))
        if (isAllowed) assert.deepEqual(Fields.fromList([['a', value]]).get('a'), [value])
        else assert.throws(() => Fields.fromList([['a', value]]), INVALID)
      }),
    )
  })

  it('is unchanged by a value that it does not take', () => {
    const fields = Fields.fromList([['a', Buffer.from('1')]])
    assert.throws(() => fields.set('a', [Buffer.from('2'), Buffer.from('3\r\n')]), INVALID)
    assert.deepEqual(entriesOf(fields), [['a', '1']])
  })

  it('counts empty entries too', () => {
    const entries = Array.from({ length: 5000 }, (): [string, Uint8Array] => ['a', new Uint8Array()])
    assert.throws(() => Fields.fromList(entries), GuestTrap)
  })

  it('takes no more entries and no longer names than the host does', () => {
    const entries = Array.from({ length: 2_001 }, (): [string, Uint8Array] => ['a', new Uint8Array()])
    assert.equal(Fields.fromList(entries.slice(1)).entries().length, 2_000)
    assert.throws(() => Fields.fromList(entries), GuestTrap)
    const tooLong = 'a'.repeat(64 * 1024 + 1)
    assert.throws(() => new Fields().append(tooLong, new Uint8Array()), {
      payload: { tag: 'invalid-syntax' },
    })
  })

  it('traps past its limit', () => {
    const fields = new Fields()
    fields.append('a', new Uint8Array(100_000).fill(65))
    assert.throws(() => fields.append('b', new Uint8Array(100_000).fill(65)), GuestTrap)
    assert.equal(fields.has('b'), false)
  })
})
