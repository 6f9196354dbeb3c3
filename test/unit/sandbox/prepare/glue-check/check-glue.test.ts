import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import { whyNotGlue } from '../../../../../src/sandbox/prepare/glue-check/check-glue.ts'
import { pinnedVocabulary } from '../../../../../src/sandbox/prepare/glue-check/vocabulary.ts'
import { glueOf } from '../../../../../tools/glue-vocabulary/corpus.ts'
import { guestPath } from '../../../../helpers/guest.ts'

const VOCABULARY = pinnedVocabulary()

const GLUE = await glueOf(await readFile(await guestPath('every-type')))

/** Code that somebody might have put into glue, by what it is. */
const ATTACKS: Readonly<Record<string, string>> = {
  'an import': "import('node:fs')",
  'code from text': "eval('1')",
  'a constructor of functions': 'new Function()',
  'the constructor of a constructor': "exports0.constructor.constructor('return 1')()",
  'a computed constructor': "exports0['constructor']",
  'a constructor by way of a variable': "let e = 'constructor'; let val = exports0[e]",
  'a key that is put together': "exports0['con' + 'structor']",
  'a key of a template': 'exports0[`con${1}`]',
  'a prototype': 'exports0.__proto__',
  'an escaped name': 'exports0.\\u0063onstructor',
  'an escaped key': "exports0['\\x63onstructor']",
  'the process': 'process.exit()',
  'all globals': 'globalThis.process',
  'a module that is required': "require('fs')",
  'where it lies': 'import.meta.url',
  'a tagged template': 'exports0`x`',
  'a request': "fetch('http://a.example')",
  'a word of its own': 'let malice = 1',
  'a text of its own': "exports0['malice']",
  'a regular expression': '/malice/.test(1)',
  'letters that are none': "exports0['p\u0440ocess']",
  'a debugger': 'debugger',
  'a with': 'with (exports0) {}',
  'what is no JavaScript': 'let let = 1',
}

describe('whyNotGlue()', () => {
  it('takes what the generator writes', () => {
    assert.equal(whyNotGlue(GLUE, VOCABULARY), null)
  })

  for (const [what, code] of Object.entries(ATTACKS)) {
    it(`refuses ${what}`, () => {
      for (const place of ['let exports0;', 'return {']) {
        assert.ok(GLUE.includes(place))
        assert.notEqual(
          whyNotGlue(
            GLUE.replace(place, () => `${code};\n${place}`),
            VOCABULARY,
          ),
          null,
          place,
        )
      }
      assert.notEqual(whyNotGlue(`${GLUE}\n${code}`, VOCABULARY), null)
      assert.notEqual(whyNotGlue(`${code}\n${GLUE}`, VOCABULARY), null)
    })
  }

  it('refuses a helper that is not byte for byte the one that is expected', () => {
    const changed = GLUE.replace('constructor', 'constructor.constructor')
    assert.notEqual(changed, GLUE)
    assert.notEqual(whyNotGlue(changed, VOCABULARY), null)
  })

  it('refuses helpers that stand in a text or a comment', () => {
    const inside = /^ {4}class RepTable \{$[\s\S]*?^ {4}\}$/m.exec(GLUE)?.[0] ?? ''
    assert.notEqual(inside, '')
    for (const wrapped of [`\`\n${inside}\n\``, `/*\n${inside}\n*/`, `exports0 +\n${inside}`]) {
      const around = GLUE.replace('let exports0;', () => `let exports0;\n${wrapped};`)
      assert.notEqual(whyNotGlue(around, VOCABULARY), null, wrapped)
    }
  })
})
