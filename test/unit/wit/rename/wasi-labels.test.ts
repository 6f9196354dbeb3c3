import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { createWasiImports } from '../../../../src/sandbox/guest-process/wasi/index.ts'
import { toJavaScriptName } from '../../../../src/wit/javascript-name.ts'
import { WASI_FUNCTIONS } from '../../../../src/wit/rename/wasi-labels.ts'

const PROVIDED = createWasiImports({ environment: [], arguments: [], writeOutput: () => {} })

/** Functions of our classes that are for us alone: no guest may name them. */
const OURS = [
  'received',
  'frozen',
  'partsOf',
  'timeoutsOf',
  'causeOf',
  'isReady',
  'wait',
  'version',
  'giveUp',
]

describe('the words of our WASI host', () => {
  it('are all that it provides', () => {
    const known = new Set([...WASI_FUNCTIONS].map(toJavaScriptName))
    const unknown = Object.values(PROVIDED)
      .flatMap(namesIn)
      .filter((name) => !known.has(name))
    assert.deepEqual([...new Set(unknown)].toSorted(), OURS.toSorted())
  })
})

function namesIn(provided: object): readonly string[] {
  return Object.entries(provided).flatMap(([name, value]: [string, unknown]) => {
    if (!/^[A-Z]/.test(name)) return [name]
    assert.ok(typeof value === 'function')
    const prototype: unknown = value.prototype
    const members = [...Object.getOwnPropertyNames(value), ...Object.getOwnPropertyNames(prototype)]
    return [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      ...members.filter((one) => !ALWAYS_THERE.has(one)),
    ]
  })
}

const ALWAYS_THERE = new Set(['length', 'name', 'prototype', 'constructor'])
