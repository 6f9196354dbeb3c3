import { z } from 'zod'

import type { WitFunction, WitType } from '#wit'

const names = z.array(z.string())
const type: z.ZodType<WitType> = z.lazy(() => TYPE)
const typeOrNull = type.nullable()

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema gives `docs?: string | undefined`, the type `docs?: string`
const TYPE = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['bool', 'char', 'string', 'error-context', 'f32', 'f64']) }),
  z.object({ kind: z.enum(['s8', 's16', 's32', 's64', 'u8', 'u16', 'u32', 'u64']) }),
  z.object({ kind: z.literal('list'), element: type, length: z.number().optional() }),
  z.object({ kind: z.literal('map'), key: type, value: type }),
  z.object({ kind: z.literal('option'), some: type }),
  z.object({ kind: z.literal('result'), ok: typeOrNull, err: typeOrNull }),
  z.object({ kind: z.literal('tuple'), items: z.array(type) }),
  z.object({ kind: z.literal('record'), fields: z.array(z.object({ name: z.string(), type })) }),
  z.object({
    kind: z.literal('variant'),
    cases: z.array(z.object({ name: z.string(), type: typeOrNull })),
  }),
  z.object({ kind: z.enum(['enum', 'flags']), names }),
  z.object({ kind: z.enum(['own', 'borrow']), resource: z.string() }),
  z.object({ kind: z.enum(['future', 'stream']), element: typeOrNull }),
]) as z.ZodType<WitType>

/** An exported function as a record keeps it: the shape of `WitFunction`, as JSON. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
export const STORED_FUNCTION = z.object({
  interface: z.string().nullable(),
  name: z.string(),
  isAsync: z.boolean(),
  parameters: z.array(z.object({ name: z.string(), type })),
  result: typeOrNull,
}) as z.ZodType<WitFunction>
