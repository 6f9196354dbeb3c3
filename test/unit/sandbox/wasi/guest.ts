import type { GuestContext, OutputName } from '../../../../src/sandbox/guest-process/wasi/guest-context.ts'

/** A guest that was granted nothing but what `granted` says, and what it printed. */
export function testGuest(granted: Partial<GuestContext> = {}): {
  readonly guest: GuestContext
  readonly printed: Record<OutputName, string>
} {
  const printed = { stdout: '', stderr: '' }
  const guest = {
    environment: [],
    arguments: [],
    writeOutput: (stream: OutputName, bytes: Uint8Array) => {
      printed[stream] += Buffer.from(bytes).toString()
    },
    ...granted,
  }
  return { guest, printed }
}

/** What an interface of a set of imports holds, for tests to call as the glue does. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names what the test is going to call
export function interfaceOf<Shape>(imports: Readonly<Record<string, object>>, name: string): Shape {
  const found = imports[name]
  if (found === undefined) throw new Error(`There is no import '${name}'`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a wrong shape fails the test that calls it
  return found as Shape
}

/** Matches a `WitError` with that payload. */
export function witError(payload: unknown): { readonly name: 'WitError'; readonly payload: unknown } {
  return { name: 'WitError', payload }
}
