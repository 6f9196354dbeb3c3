import assert from 'node:assert/strict'
import { copyFile, mkdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { PolicyStore } from '#policy'

import { guestPath } from '../../helpers/guest.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents, putGuest } from './open-components.ts'

const X = { kind: 'network', host: 'x.com' } as const

describe('grants of a component that is loaded again', () => {
  it('stay with other bytes from the same place', async (t) => {
    const { components, put } = await open(t)
    await components.load(await put('one', 'fetches'))
    await components.permissions.grant('x', X)
    const { note } = await components.load(await put('one', 'chatty'))
    assert.doesNotMatch(note ?? '', /taken back/)
    assert.equal(await components.permissions.hasGrant('x', X), true)
  })

  it('stay with the same bytes from another place', async (t) => {
    const { components, put } = await open(t)
    await components.load(await put('one', 'fetches'))
    await components.permissions.grant('x', X)
    await components.load(await put('two', 'fetches'))
    assert.equal(await components.permissions.hasGrant('x', X), true)
  })

  it('do not go to another place by way of the same bytes', async (t) => {
    const { components, put } = await open(t)
    await components.load(await put('one', 'fetches'))
    await components.permissions.grant('x', X)
    await components.load(await put('two', 'fetches'))
    await components.load(await put('two', 'chatty'))
    assert.equal(await components.permissions.hasGrant('x', X), false)
  })

  it('are taken back when what was there before is not listed yet', async (t) => {
    const { components, folder, put } = await open(t)
    await putGuest(folder, 'x', 'fetches')
    await new PolicyStore({ folder, ceilingFile: null }).grant('x', X)
    await components.load(await put('two', 'chatty'))
    assert.equal(await components.permissions.hasGrant('x', X), false)
  })

  it('are taken back with other bytes from another place', async (t) => {
    const { components, put } = await open(t)
    await components.load(await put('one', 'fetches'))
    await components.permissions.grant('x', X)
    const { note } = await components.load(await put('two', 'chatty'))
    assert.match(note ?? '', /was taken back/)
    assert.equal(await components.permissions.hasGrant('x', X), false)
  })
})

describe('grants that cannot be read', () => {
  it('keep another component from their id until a person mends or removes them, and say how', async (t) => {
    const { components, folder, put } = await open(t)
    await components.load(await put('one', 'fetches'))
    await writeFile(join(folder, 'x.policy.yaml'), 'permissions: [')
    const other = await put('two', 'chatty')
    await assert.rejects(components.load(other), ({ code, message }) => {
      assert.equal(code, 'POLICY_INVALID')
      assert.match(message, /Fix line 1 of '.*x\.policy\.yaml'/)
      assert.ok(message.endsWith(`or remove it with 'wassette permission reset x --component-dir ${folder}'`))
      return true
    })
    await components.permissions.reset('x')
    await components.load(other)
  })
})

describe('a request of a component that is loaded again', () => {
  it('stays with another version from the same place', async (t) => {
    const { components, put } = await open(t)
    await components.load(await put('one', 'fetches'))
    const request = await components.permissions.request('x', X)
    await components.load(await put('one', 'chatty'))
    await components.permissions.approve(request)
    assert.equal(await components.permissions.hasGrant('x', X), true)
  })

  it('grants nothing to other bytes from another place, which have the id now', async (t) => {
    const { components, put } = await open(t)
    await components.load(await put('one', 'fetches'))
    const request = await components.permissions.request('x', X)
    await components.load(await put('two', 'chatty'))
    assert.deepEqual(await components.permissions.pending(), [])
    await assert.rejects(components.permissions.waiting(request.id), { code: 'REQUEST_NOT_FOUND' })
    await assert.rejects(components.permissions.approve(request), { code: 'REQUEST_NOT_FOUND' })
    assert.equal(await components.permissions.hasGrant('x', X), false)
    const own = await components.permissions.request('x', X)
    assert.notEqual(own.id, request.id)
  })

  it('goes when the component does', async (t) => {
    const { components, put } = await open(t)
    await components.load(await put('one', 'fetches'))
    const request = await components.permissions.request('x', X)
    await components.unload('x')
    await components.load(await put('one', 'fetches'))
    await assert.rejects(components.permissions.approve(request), { code: 'REQUEST_NOT_FOUND' })
    assert.equal(await components.permissions.hasGrant('x', X), false)
  })
})

describe('a request', () => {
  it('is decided once, however many decide on it at once', async (t) => {
    const { components, put } = await open(t)
    await components.load(await put('one', 'fetches'))
    const { permissions } = components
    const request = await permissions.request('x', X)
    const once = { expires: null, uses: 1 }
    const decisions = await Promise.allSettled([
      permissions.approve(request, once),
      permissions.approve(request, once),
      permissions.refuse(request.id, { forGood: true }),
      permissions.approve(request),
    ])
    assert.equal(decisions.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  it('is granted as it was shown, whatever a link on its path leads to by then', async (t) => {
    const { components, put } = await open(t)
    await components.load(await put('one', 'fetches'))
    const { permissions } = components
    const base = await realpath(await temporaryFolder(t))
    const [path, seen] = [join(base, 'link'), join(base, 'seen')]
    await symlink(seen, path)
    const shown = await permissions.request('x', { kind: 'storage', uri: `fs://${path}`, access: ['read'] })
    await rm(path)
    await symlink(join(base, 'other'), path)
    const { request } = await permissions.approve(shown)
    assert.deepEqual(request.grant, shown.grant)
    assert.equal(shown.grant.kind === 'storage' && shown.grant.resolved, seen)
    assert.equal(await permissions.hasGrant('x', shown.grant), true)
  })

  it('goes on waiting when it cannot be granted, and says why', async (t) => {
    const { components, folder, put } = await open(t)
    await components.load(await put('one', 'fetches'))
    const request = await components.permissions.request('x', X)
    await writeFile(join(folder, 'x.policy.yaml'), 'permissions: [')
    await assert.rejects(components.permissions.approve(request), { code: 'POLICY_INVALID' })
    await rm(join(folder, 'x.policy.yaml'))
    await components.permissions.approve(request)
    assert.equal(await components.permissions.hasGrant('x', X), true)
  })
})

async function open(context: TestContext) {
  const [places, folder] = [await temporaryFolder(context), await temporaryFolder(context)]
  const components = await openComponents(context, { folder })
  /** Puts a guest into a folder under the name `x` and returns its reference. */
  const put = async (place: string, guest: string): Promise<string> => {
    const path = join(places, place, 'x.wasm')
    await mkdir(join(places, place), { recursive: true })
    await copyFile(await guestPath(guest), path)
    return `file://${path}`
  }
  return { components, folder, put }
}
