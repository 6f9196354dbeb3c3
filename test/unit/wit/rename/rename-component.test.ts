import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { isCodedError } from '#platform'
import { renameComponent } from '#wit'

import {
  block,
  bytesOf,
  componentOf,
  externName,
  leb,
  list,
  name,
  type Piece,
  section,
} from '../../../helpers/component-bytes.ts'
import { guestPath } from '../../../helpers/guest.ts'

const CORE_PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
const U32 = 0x79
const FUNCTION = [0x01, 0x00]

/** Each place of a component that has a name, with the name in it. */
const PLACES: Readonly<Record<string, (text: string) => Piece>> = {
  'a custom section': (text) => block(0, [name(text), text]),
  'a custom section of a core module': (text) => coreModule(block(0, [name(text), text])),
  'the module of a core import': (text) => coreModule(section(2, [[name(text), name('a'), 0x00, 0]])),
  'the name of a core import': (text) => coreModule(section(2, [[name('a'), name(text), 0x03, 0x7f, 0]])),
  'a core export': (text) => coreModule(section(7, [[name(text), 0x00, 0]])),
  'an argument of a core instance': (text) => section(2, [[0x00, 0, list([[name(text), 0x12, 0]])]]),
  'an item of a core instance': (text) => section(2, [[0x01, list([[name(text), 0x00, 0]])]]),
  'an import of a core type': (text) => section(3, [[0x50, list([[0x00, name(text), name('a'), 0x00, 0]])]]),
  'an export of a core type': (text) => section(3, [[0x50, list([[0x03, name(text), 0x02, 0x01, 0, 1]])]]),
  'a nested component': (text) => block(4, componentOf(section(10, [[externName(text), FUNCTION]]))),
  'a nested export': (text) => block(4, componentOf(section(11, [[externName(text), 0x01, 0, 0]]))),
  'an argument of an instance': (text) => section(5, [[0x00, 0, list([[name(text), 0x01, 0]])]]),
  'an item of an instance': (text) => section(5, [[0x01, list([[externName(text), 0x01, 0]])]]),
  'an alias': (text) => section(6, [[0x01, 0x00, 0, name(text)]]),
  'a core alias': (text) => section(6, [[0x00, 0x00, 0x01, 0, name(text)]]),
  'a field': (text) => section(7, [[0x72, list([[name(text), U32]])]]),
  'a case': (text) => section(7, [[0x71, list([[name(text), 0x01, U32, 0]])]]),
  'a flag': (text) => section(7, [[0x6e, list([name(text)])]]),
  'a name of an enum': (text) => section(7, [[0x6d, list([name(text)])]]),
  'a parameter': (text) => section(7, [[0x40, list([[name(text), U32]]), 0x00, U32]]),
  'an import of a component type': (text) => section(7, [[0x41, list([[0x03, externName(text), FUNCTION]])]]),
  'an export of an instance type': (text) => section(7, [[0x42, list([[0x04, externName(text), FUNCTION]])]]),
  'an alias in an instance type': (text) => section(7, [[0x42, list([[0x02, 0x01, 0x00, 0, name(text)]])]]),
  'an import': (text) => section(10, [[externName(text), FUNCTION]]),
  'an export': (text) => section(11, [[externName(text), 0x01, 0, 0]]),
}

/** What a name of a stranger has in it here, and what no name of ours can have. */
const MARK = 'zq-zq'

describe('renameComponent()', () => {
  for (const [place, sectionWith] of Object.entries(PLACES)) {
    it(`leaves no name of any characters in ${place}`, () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
          const component = componentOf(sectionWith(`${before}${MARK}${after}`))
          assert.equal(textOf(renamedOrRefused(component)).includes(MARK), false)
        }),
      )
    })

    it(`takes a name of WIT in ${place}`, () => {
      for (const text of ['get-URL', 'a', 'zq-zq']) {
        const renamed = renameComponent(componentOf(sectionWith(text)))
        assert.equal(textOf(renamed).includes(MARK), false)
      }
    })
  }

  it('gives what is one name one of ours, and what are two names two', () => {
    assert.deepEqual(exported('memory'), exported('memory'))
    assert.notDeepEqual(exported('memory'), exported('Memory'))
  })

  it('keeps what kind of function of a resource it is', () => {
    const names = [
      '[constructor]my-r',
      '[method]my-r.do-it',
      '[static]my-r.do-it',
      '[async]do-it',
      '[async method]my-r.do-it',
    ]
    const text = textOf(
      renameComponent(
        componentOf(
          section(
            10,
            names.map((one) => [externName(one), FUNCTION]),
          ),
        ),
      ),
    )
    assert.deepEqual(
      [...text.matchAll(/\[[a-z ]+\]n[0-9a-f]{16}(?:\.n[0-9a-f]{16})?/g)].map(([one]) =>
        one.replaceAll(/[0-9a-f]{16}/g, ''),
      ),
      ['[constructor]n', '[method]n.n', '[static]n.n', '[async]n', '[async method]n.n'],
    )
    assert.equal(text.includes('my-r'), false)
  })

  it('refuses names of forms that WIT does not have', () => {
    for (const text of [
      '',
      'a b',
      'a.b',
      '[method]r',
      '[method]r.',
      '[drop]r',
      'a:b',
      'url=<https://a>',
      'locked-dep=<a:b>',
      '__proto__',
      'ä',
    ]) {
      assert.throws(
        () => renameComponent(componentOf(section(10, [[externName(text), FUNCTION]]))),
        (error) => isCodedError(error, 'COMPONENT_INVALID'),
        text,
      )
    }
  })

  it('refuses what it cannot follow', () => {
    const unknown = [
      block(12, 0),
      block(13, 0),
      section(6, [[0x06, 0]]),
      section(7, [0x01]),
      coreModule([2, leb(1)]),
    ]
    for (const piece of unknown)
      assert.throws(() => renameComponent(componentOf(piece)), { code: 'COMPONENT_INVALID' })
  })

  it('throws nothing but COMPONENT_INVALID for changed bytes', async () => {
    const component = await readFile(await guestPath('waits-async'))
    const change = fc.tuple(fc.nat({ max: component.length - 1 }), fc.nat({ max: 255 }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const changed = Uint8Array.from(component)
        for (const [index, byte] of changes) changed[index] = byte
        renamedOrRefused(changed)
      }),
    )
  })
})

function exported(text: string): Uint8Array {
  return renameComponent(componentOf(PLACES['a core export']?.(text) ?? []))
}

function coreModule(...sections: readonly Piece[]): Piece {
  return block(1, [CORE_PREAMBLE, sections])
}

function renamedOrRefused(component: Uint8Array): Uint8Array {
  try {
    return renameComponent(component)
  } catch (error) {
    assert.ok(isCodedError(error, 'COMPONENT_INVALID'), String(error))
    return bytesOf([])
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
