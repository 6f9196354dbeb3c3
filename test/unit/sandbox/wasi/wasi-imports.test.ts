import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createWasiImports } from '../../../../src/sandbox/guest-process/wasi/wasi-imports.ts'
import { testGuest } from './guest.ts'
import { wasiSurface, type SurfaceName } from './wasi-surface.ts'

describe('createWasiImports()', () => {
  it('has everything that a component may import', () => {
    const imports = createWasiImports(testGuest().guest)
    const missing = wasiSurface().filter((name) => !isProvided(imports[name.interface], name))
    assert.deepEqual(missing, [])
  })

  it('shares no interface that holds state between two instances', () => {
    const first = createWasiImports(testGuest({ environment: [['A', '1']] }).guest)
    const second = createWasiImports(testGuest().guest)
    assert.notEqual(first['wasi:cli/environment'], second['wasi:cli/environment'])
    assert.notEqual(first['wasi:random/insecure-seed'], second['wasi:random/insecure-seed'])
  })
})

function isProvided(scope: object | undefined, name: SurfaceName): boolean {
  if (scope === undefined) return false
  if (name.class === null) return typeof Reflect.get(scope, name.name) === 'function'
  const owner: unknown = Reflect.get(scope, name.class)
  if (typeof owner !== 'function') return false
  if (name.isStatic) return typeof Reflect.get(owner, name.name) === 'function'
  // The classes that deny everything do so by fields, and are made of nothing.
  return name.name in Object(owner.prototype) || name.name in Object(Reflect.construct(owner, []))
}
