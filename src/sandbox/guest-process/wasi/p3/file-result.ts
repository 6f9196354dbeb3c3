import { type ErrorCode, errorCodeOf } from '../filesystem/error-code.ts'
import type { DescriptorType } from '../filesystem/file-stat.ts'
import { WitError } from '../wit-error.ts'

/** `wasi:filesystem/types` `error-code` and `descriptor-type` of 0.3, which are variants. */
export interface Case<Name extends string> {
  readonly tag: Name
}

/** What the future beside a stream comes to. */
export type FileResult =
  | { readonly tag: 'ok'; readonly val: undefined }
  | { readonly tag: 'err'; readonly val: Case<ErrorCode> }

export const DONE: FileResult = { tag: 'ok', val: undefined }

export function failed(error: unknown): FileResult {
  return { tag: 'err', val: { tag: errorCodeOf(error) } }
}

/** Runs an operation of 0.3. @throws WitError with an `error-code` */
export async function answer<Result>(run: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    throw new WitError<Case<ErrorCode>>({ tag: errorCodeOf(error) })
  }
}

/** The same thing with its type as 0.3 has it. */
export function withTypeCase<Thing extends { readonly type: DescriptorType }>(
  thing: Thing,
): Omit<Thing, 'type'> & { readonly type: Case<DescriptorType> } {
  return { ...thing, type: { tag: thing.type } }
}
