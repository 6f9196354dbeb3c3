import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'

import { bindGlueGlobals } from '../../../../src/sandbox/guest-process/life/glue-globals.ts'
import { instantiateCore } from '../../../../src/sandbox/guest-process/life/guarded-core.ts'
import { InstanceLife } from '../../../../src/sandbox/guest-process/life/instance-life.ts'

bindGlueGlobals()

/** Catches what its imports throw, and counts how often it went on. */
const MODULE = new WebAssembly.Module(
  await parse(`(module
    (import "host" "now" (func $now))
    (import "host" "later" (func $later))
    (import "host" "steps" (global (mut i32)))
    (func $count (global.set 0 (i32.add (global.get 0) (i32.const 1))))
    (func (export "try-now") (block $caught (try_table (catch_all $caught) (call $now))) (call $count))
    (func (export "try-later") (block $caught (try_table (catch_all $caught) (call $later))) (call $count)))`),
)

/** An instance as the glue makes it, with a host function that lasts until `wake`. */
function open(fail: () => void = () => {}) {
  const life = new InstanceLife()
  const waking = Promise.withResolvers<void>()
  const steps = new WebAssembly.Global({ value: 'i32', mutable: true }, 0)
  let hostCalls = 0
  const now = (): void => {
    hostCalls++
    fail()
  }
  return life.run(() => {
    const later = new WebAssembly.Suspending(() => waking.promise)
    const core = instantiateCore(MODULE, { host: { now, later, steps } }, life)
    return {
      life,
      wake: waking.resolve,
      fall: waking.reject,
      enter: () => call(core.exports['try-now']),
      enterSleeping: WebAssembly.promising(core.exports['try-later']),
      steps: () => steps.value,
      hostCalls: () => hostCalls,
    }
  })
}

function call(fn: unknown): void {
  assert.ok(typeof fn === 'function')
  Reflect.apply(fn, undefined, [])
}

const isOver = (error: unknown): boolean => InstanceLife.isOverTrap(error)

describe('InstanceLife', () => {
  it('runs code of its instance until the end', async () => {
    const { enter, enterSleeping, wake, steps, hostCalls } = open()
    enter()
    const sleeping = enterSleeping()
    wake()
    await sleeping
    assert.deepEqual([steps(), hostCalls()], [2, 1])
  })

  it('lets nobody in after the end', async () => {
    const { life, enter, enterSleeping, steps, hostCalls } = open()
    await life.end()
    assert.throws(enter, isOver)
    assert.throws(enterSleeping, isOver)
    assert.deepEqual([steps(), hostCalls()], [0, 0])
  })

  it('ends who sleeps, also who catches everything, before it says that it is over', async () => {
    const { life, enterSleeping, wake, steps } = open()
    const sleeping = assert.rejects(enterSleeping(), isOver)
    await life.end()
    wake()
    await sleeping
    await wait(1)
    assert.equal(steps(), 0)
  })

  it('is over only when who was just woken has left', async () => {
    const { life, enterSleeping, wake, steps } = open()
    const sleeping = enterSleeping()
    wake()
    for (let turn = 0; turn < 2; turn++) await Promise.resolve()
    await life.end()
    const before = steps()
    await sleeping.catch(() => {})
    await wait(1)
    assert.equal(steps(), before)
  })

  it('is over for all of its code when a host function throws, and keeps what was thrown', async () => {
    const thrown = new TypeError('no such handle')
    const { life, enter, enterSleeping, steps } = open(() => {
      throw thrown
    })
    const isThatTrap = (error: unknown): boolean =>
      isOver(error) && InstanceLife.thrownBehind(error) === thrown
    const sleeping = assert.rejects(enterSleeping(), isThatTrap)
    assert.throws(enter, isThatTrap)
    await sleeping
    assert.throws(enter, isThatTrap)
    await life.end()
    assert.equal(steps(), 0)
  })

  it('is over when what a host function promised fails', async () => {
    const { life, enterSleeping, fall, steps } = open()
    const sleeping = assert.rejects(enterSleeping(), isOver)
    fall(new Error('gone'))
    await sleeping
    assert.equal(life.isOver, true)
    assert.equal(steps(), 0)
  })

  it('fires no timer after the end', async () => {
    const { life } = open()
    let fired = 0
    life.run(() => setTimeout(() => fired++, 1))
    life.run(() => setTimeout(() => setTimeout(() => fired++, 1), 1))
    await life.end()
    await wait(20)
    assert.equal(fired, 0)
  })

  it('ends no other instance', async () => {
    const [first, second] = [open(), open()]
    const sleeping = second.enterSleeping()
    await first.life.end()
    second.wake()
    await sleeping
    second.enter()
    assert.deepEqual([second.steps(), second.hostCalls()], [2, 1])
  })
})
