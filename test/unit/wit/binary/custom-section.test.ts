import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { isCodedError } from '#platform'

import { readCustomSection } from '../../../../src/wit/index.ts'
import { block, bytesOf, componentOf, name } from '../../../helpers/component-bytes.ts'

const DOCS = block(0, [name('package-docs'), 'one'])
const NAMES = block(0, [name('component-name'), 'x'])

describe('readCustomSection()', () => {
  it('reads the first section of the name at the root', () => {
    const nested = block(4, componentOf(block(0, [name('package-docs'), 'nested'])))
    const component = componentOf(NAMES, nested, DOCS, block(0, [name('package-docs'), 'two']))
    assert.deepEqual(readCustomSection(component, 'package-docs'), bytesOf('one'))
  })

  it('is null where there is none', () => {
    assert.equal(readCustomSection(componentOf(NAMES), 'package-docs'), null)
  })

  it('throws nothing but COMPONENT_INVALID', () => {
    const component = componentOf(NAMES, DOCS)
    const change = fc.tuple(fc.nat({ max: component.length - 1 }), fc.nat({ max: 255 }))
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 3 }),
        fc.nat({ max: component.length }),
        (changes, length) => {
          const changed = component.slice(0, length)
          for (const [index, byte] of changes) changed[index] = byte
          assertCoded(() => readCustomSection(changed, 'package-docs'))
        },
      ),
    )
  })
})

function assertCoded(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    assert.ok(isCodedError(error, 'COMPONENT_INVALID'), String(error))
  }
}
