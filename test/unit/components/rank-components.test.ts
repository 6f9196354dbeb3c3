import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { rankComponents } from '../../../src/components/rank-components.ts'

const LIST = [
  { name: 'Time', description: 'The hour', uri: 'oci://ghcr.io/a/clock:1' },
  { name: 'Weather Server', description: 'The time of rain', uri: 'oci://ghcr.io/a/weather:1' },
  { name: 'Timetable', description: 'Trains', uri: 'oci://ghcr.io/a/trains:1' },
  { name: 'Run time', description: 'Sport', uri: 'oci://ghcr.io/a/sport:1' },
  { name: 'Almanac', description: 'Time and tide', uri: 'oci://ghcr.io/a/almanac:1' },
  { name: 'Zones', description: 'Of the world', uri: 'oci://ghcr.io/a/time-zones:1' },
]

function names(query: string): readonly string[] {
  return rankComponents(LIST, query).map(({ name }) => name)
}

describe('rankComponents()', () => {
  it('weighs the name most, then the description, then the address', () => {
    assert.deepEqual(names('TIME'), ['Time', 'Timetable', 'Run time', 'Almanac', 'Weather Server', 'Zones'])
  })

  it('takes any of the words, and more of them for more', () => {
    assert.deepEqual(names('  sport \n trains '), ['Timetable', 'Run time'])
    assert.deepEqual(names('rain weather'), ['Weather Server', 'Timetable'])
  })

  it('gives the whole list in its order where nothing is asked, and nothing where nothing fits', () => {
    assert.deepEqual(
      names(''),
      LIST.map(({ name }) => name),
    )
    assert.deepEqual(
      names(' '),
      LIST.map(({ name }) => name),
    )
    assert.deepEqual(names('nowhere'), [])
  })
})
