import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { testTitles, titlePattern } from '../../../../tools/security/test-titles.ts'
import { verdictOn } from '../../../../tools/security/verdict.ts'

const file = 'a.test.ts'
const attack = {
  attack: '',
  tries: '',
  defence: '',
  tests: [
    { file, title: 'one' },
    { file, title: 'two of ${what}' },
  ],
}
const run = (name: string, hasPassed = true, suite = 'x under process') => ({ file, name, suite, hasPassed })

describe('verdictOn()', () => {
  it('is stopped when all tests ran and passed', () => {
    const runs = [
      run('one'),
      run('two of a'),
      run('two of b', true, 'x under landlock'),
      run('one', true, 'x under bubblewrap'),
    ]
    assert.deepEqual(verdictOn(attack, runs, '26.1.0'), {
      isTried: true,
      isStopped: true,
      walls: ['bubblewrap', 'landlock'],
    })
  })

  it('is not stopped when a test failed or did not run', () => {
    const failed = [run('one'), run('two of a'), run('two of b', false)]
    for (const runs of [failed, [run('one')], []])
      assert.equal(verdictOn(attack, runs, '26.1.0').isStopped, false)
  })

  it('counts under an older Node only what a wall stops, where that is needed', () => {
    const since = { ...attack, sinceNode: 25, tests: attack.tests.slice(0, 1) }
    const runs = [run('one', false), run('one', true, 'x under bubblewrap')]
    assert.equal(verdictOn(since, runs, '24.1.0').isStopped, true)
    assert.equal(verdictOn(since, runs, '26.1.0').isStopped, false)
    assert.equal(verdictOn(since, [run('one')], '24.1.0').isStopped, false)
  })
})

describe('testTitles()', () => {
  it('finds titles in every kind of quote', () => {
    const source = 'it(\'a\', () => {})\n  it(\n    `b ${c}`, x)\n await("no")\nit("it\'s", y)'
    assert.deepEqual(testTitles(source), ['a', 'b ${c}', "it's"])
  })
})

describe('titlePattern()', () => {
  it('takes anything for what is filled in, and nothing else', () => {
    const pattern = titlePattern('a.b ${JSON.stringify({ c })} d')
    assert.ok(pattern.test('a.b {"c":1} d') && pattern.test('suite a.b x d'))
    assert.ok(!pattern.test('axb x d') && !pattern.test('a.b x d e'))
  })
})
