import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { injectSecrets, openGuestSecrets, type Secret } from '#secrets'

import { planted } from '../../helpers/planted.ts'

const PLACEHOLDER = 'wassette-secret-0123456789abcdef'
const SECRET = { placeholder: PLACEHOLDER, value: 'p&ss wörd$&', hosts: ['api.example.com'] }
const TARGET = { scheme: 'https', host: 'api.example.com', port: 443, method: 'GET' } as const

const inject = (pathWithQuery: string, value: string, host: string = TARGET.host) => {
  const head = { pathWithQuery, headers: [['authorization', Buffer.from(value)] as const] }
  const filled = injectSecrets(head, { ...TARGET, host }, [SECRET])
  return { path: filled.pathWithQuery, value: Buffer.from(filled.headers[0]?.[1] ?? []).toString() }
}

describe('injectSecrets()', () => {
  it('fills headers and the query in', () => {
    const { path, value } = inject(`/a?key=${PLACEHOLDER}&b=1`, `Bearer ${PLACEHOLDER}`)
    assert.equal(path, '/a?key=p%26ss%20w%C3%B6rd%24%26&b=1')
    assert.equal(value, 'Bearer p&ss wörd$&')
  })

  it('fills user and password of the Basic scheme in', () => {
    const { value } = inject('/', `Basic ${Buffer.from(`me:${PLACEHOLDER}`).toString('base64')}`)
    assert.equal(value, `Basic ${Buffer.from('me:p&ss wörd$&').toString('base64')}`)
  })

  it('leaves the path alone', () => {
    assert.equal(inject(`/${PLACEHOLDER}`, '').path, `/${PLACEHOLDER}`)
  })

  it('fills in no other spelling of a placeholder, and no header name', () => {
    for (const spelling of [
      PLACEHOLDER.toUpperCase(),
      PLACEHOLDER.replace('w', '%77'),
      PLACEHOLDER.replace('-', '&'),
      encodeURIComponent(PLACEHOLDER).replaceAll('-', '%2D'),
      Buffer.from(PLACEHOLDER).toString('base64'),
      PLACEHOLDER.slice(1),
    ]) {
      const sent = inject(`/?${spelling}`, spelling)
      assert.deepEqual(sent, { path: `/?${spelling}`, value: spelling })
    }
    const half = Buffer.from(PLACEHOLDER.slice(0, 20))
    const rest = Buffer.from(PLACEHOLDER.slice(20))
    const head = {
      pathWithQuery: '/',
      headers: [
        ['x', half],
        ['x', rest],
        [PLACEHOLDER, half],
      ] as const,
    }
    assert.deepEqual(injectSecrets(head, TARGET, [SECRET]), head)
  })

  it('reveals nothing to a server that sends back what it was sent', () => {
    const head = { pathWithQuery: `/?${PLACEHOLDER}`, headers: [] }
    assert.deepEqual(injectSecrets(head, { ...TARGET, method: 'TRACE' }, [SECRET]), head)
  })

  it('reveals nothing to another host', () => {
    fc.assert(
      fc.property(fc.domain(), (host) => {
        fc.pre(host !== TARGET.host)
        const sent = inject(`/?${PLACEHOLDER}`, PLACEHOLDER, host)
        assert.deepEqual(sent, { path: `/?${PLACEHOLDER}`, value: PLACEHOLDER })
      }),
    )
  })

  it('keeps bytes that hold no placeholder as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const head = { pathWithQuery: '/', headers: [['x', bytes] as const] }
        assert.deepEqual(injectSecrets(head, TARGET, [SECRET]).headers[0]?.[1], bytes)
      }),
    )
  })
})

const [PLAIN, BOUND] = [planted('plain'), planted('bound')]

describe('openGuestSecrets()', () => {
  const secrets: ReadonlyMap<string, Secret> = new Map([
    ['PLAIN', { key: 'PLAIN', value: PLAIN, hosts: null }],
    ['BOUND', { key: 'BOUND', value: BOUND, hosts: ['api.example.com'] }],
  ])

  it('shows nothing that the policy does not list', () => {
    assert.deepEqual(openGuestSecrets(secrets, () => false).environment, [])
  })

  it('shows a value, and a placeholder in place of a bound one', () => {
    const guest = openGuestSecrets(secrets, () => true)
    const shown = new Map(guest.environment)
    assert.equal(shown.get('PLAIN'), PLAIN)
    const placeholder = shown.get('BOUND') ?? ''
    assert.match(placeholder, /^wassette-secret-[0-9a-f]{32}$/)
    const head = guest.inject({ pathWithQuery: `/?k=${placeholder}`, headers: [] }, TARGET)
    assert.equal(head.pathWithQuery, `/?k=${BOUND}`)
  })

  it('makes another placeholder every time', () => {
    const [one, other] = [1, 2].map(() => openGuestSecrets(secrets, (key) => key === 'BOUND').environment)
    assert.notDeepEqual(one, other)
  })
})
