import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'
import { z } from 'zod'

import { isCodedError } from '#platform'

import { argumentsFromJson, toJsonSchema } from '../../../src/wit/index.ts'
import { typedJson, witType } from '../../helpers/arbitrary-wit.ts'
import { toJson } from '../../helpers/crossed-values.ts'

describe('JSON to jco values and back', () => {
  it('gives every value back as it was, also through a structured clone', () => {
    fc.assert(
      fc.property(typedJson, ({ type, json }) => {
        const [value] = argumentsFromJson({ value: json }, [{ name: 'value', type }])
        assert.deepEqual(toJson(structuredClone(value), type), json)
      }),
      { numRuns: 250 },
    )
  })

  it('makes only values that fit the schema of their type', () => {
    fc.assert(
      fc.property(typedJson, ({ type, json }) => {
        const { success, error } = z.fromJSONSchema({ ...toJsonSchema(type) }).safeParse(json)
        assert.equal(success, true, JSON.stringify(error?.issues))
      }),
      { numRuns: 250 },
    )
  })

  it('refuses anything else with a coded error', () => {
    fc.assert(
      fc.property(witType, fc.anything(), (type, anything) => {
        assertCoded(() => argumentsFromJson({ value: anything }, [{ name: 'value', type }]), 'ARGUMENT_')
        assertCoded(() => toJson(anything, type), 'RESULT_')
      }),
      { numRuns: 1000 },
    )
  })
})

function assertCoded(run: () => unknown, prefix: string): void {
  try {
    run()
  } catch (error) {
    assert.ok(isCodedError(error) && error.code.startsWith(prefix), String(error))
  }
}
