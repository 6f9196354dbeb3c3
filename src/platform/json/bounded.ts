import { z } from 'zod'

/**
 * A list of at most `most` items, counted before any is looked at. The first that is wrong ends it: a million wrong items would
 * be a million reasons.
 */
export function boundedList<Item extends z.ZodType>(item: Item, most: number): z.ZodType<z.output<Item>[]> {
  return z
    .array(z.unknown())
    .max(most)
    .transform((values, context): z.output<Item>[] => {
      const items: z.output<Item>[] = []
      for (const [index, value] of values.entries()) {
        const parsed = item.safeParse(value)
        if (!parsed.success) return refuse(context, parsed.error.issues[0], index)
        items.push(parsed.data)
      }
      return items
    })
}

/** An object of at most `most` keys, each with a text; the first value that is none ends it. */
export function boundedTexts(most: number): z.ZodType<Record<string, string>> {
  return z.unknown().transform((value, context): Record<string, string> => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(context)
    const entries: [string, unknown][] = Object.entries(value)
    if (entries.length > most) return refuse(context)
    const texts: [string, string][] = []
    for (const [key, text] of entries) {
      if (typeof text !== 'string') return refuse(context, undefined, key)
      texts.push([key, text])
    }
    return Object.fromEntries(texts)
  })
}

function refuse(
  context: z.RefinementCtx,
  issue?: { readonly path: readonly PropertyKey[]; readonly message: string },
  key?: PropertyKey,
): never {
  const path = [...(key === undefined ? [] : [key]), ...(issue?.path ?? [])]
  context.addIssue({ code: 'custom', path, message: issue?.message ?? 'too many, or not a text' })
  return z.NEVER
}
