import type { WitType } from './types.ts'

/**
 * Whether `null` is a value of the type in JSON, so that an option of it is written `{"some": …}`.
 *
 * `option<option<u8>>` has three values: `null`, `{"some": null}` and `{"some": 7}`.
 */
export function isNullInJson(type: WitType): boolean {
  return type.kind === 'option'
}

/** Whether `undefined` is a value of the type in jco's glue, so that an option of it is `{tag: 'some', val}` there. */
export function isUndefinedInGlue(type: WitType): boolean {
  return type.kind === 'option' && !isUndefinedInGlue(type.some)
}
