import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { GlueChanged } from '../../../../src/sandbox/guest-process/glue/glue-changed.ts'
import { mendGlue } from '../../../../src/sandbox/guest-process/glue/mend-glue.ts'
import { echoComponent } from '../../../helpers/canonical/echo-component.ts'
import { openGlue } from '../../../helpers/canonical/open-glue.ts'
import { typesAtDepth } from '../../../helpers/canonical/type-matrix.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

describe('mendGlue()', () => {
  it('takes the place of every helper that converts values', async (context) => {
    for (const encoding of ['utf8', 'utf16'] as const) {
      const types = typesAtDepth(1).map(({ type }) => type)
      const { bytes, world } = await echoComponent(types.slice(0, 100), { encoding, isAsync: true })
      const { text } = await openGlue(bytes, world, await temporaryFolder(context))
      assert.doesNotMatch(text, /function _(?:lift|lower)Flat/)
      assert.match(text, /const _liftFlatVariant = imports\['wassette:values'\]\.liftVariant;/)
    }
  })

  it('leaves alone what it does not know of', () => {
    const text = 'export function instantiate(getCoreModule, imports) { return { _liftFlat: 1 }; }'
    assert.equal(mendGlue(text), text)
  })

  for (const [what, text] of Object.entries({
    'a helper that is written another way': 'function _liftFlatChar(ctx) { return [String(ctx), ctx]; }',
    'a helper of a new name': 'function _liftFlatDecimal(ctx) { return [ctx.decimal, ctx]; }',
    'a decoder that is made another way': "const decoder = new TextDecoder('latin1');",
    'a list that is cut out another way': 'var result1 = memory0.buffer.slice(start, end);',
    'a check of flags that is written another way': "throw new Error('flags have extraneous bits set');",
    'a table of resources that is made another way':
      'const trampoline0 = rscTableCreateOwn.bind(null, tables[0]);',
    'an entry into a component that is written another way':
      'function _symmetricSyncGuestCallEnter() { enter(); }',
    'a loop that is written another way': 'for (const [key, value] of entries4) { use(key); }',
  })) {
    it(`refuses ${what}`, () => {
      assert.throws(() => mendGlue(text), GlueChanged)
    })
  }

  it('refuses a text that is read another way, where it is Latin-1 or UTF-16', () => {
    const text = 'var result1 = utf16Decoder.decode(memory0.buffer);'
    assert.equal(mendGlue(text), text)
    assert.throws(() => mendGlue(text, { hasCompactTexts: true }), GlueChanged)
  })
})
