import { z } from 'zod'

const Pattern = z
  .string()
  .min(1)
  .refine((pattern) => !pattern.includes('://'), "write 'registry/repository' without 'oci://'")
  .refine((pattern) => pattern.includes('/') || /^\*+$/.test(pattern), "write 'registry/repository'")

const Identity = z
  .string()
  .refine((pattern) => /[^*]/.test(pattern), 'this would accept everybody: name whom you trust')

const Issuer = z
  .string()
  .regex(/^https?:\/\/[^*\s]+$/, 'write the address of one issuer, as it stands in its certificates')

const Signer = z.union(
  [
    z.strictObject({ key: z.string().min(1) }),
    z.strictObject({ keyless: z.strictObject({ issuer: Issuer, identity: Identity }) }),
  ],
  { error: "write { key = 'FILE' } or { keyless = { issuer = '…', identity = '…' } }" },
)

const Rule = z
  .strictObject({
    match: Pattern,
    mode: z.enum(['off', 'pin']).optional(),
    any: z.array(Signer).min(1).optional(),
    predicates: z.array(z.string().min(1)).min(1).optional(),
  })
  .refine(({ mode, any }) => (mode === undefined) !== (any === undefined), {
    error: "say either who has to have signed ('any') or how it is otherwise ('mode')",
  })
  .refine(({ any, predicates }) => predicates === undefined || any !== undefined, {
    error: "'predicates' goes with 'any'",
  })

/** The table `[trust]`. A key that nobody knows is an error: a rule with a slip in it would protect nothing. */
export const TrustTable = z.strictObject({
  default: z.enum(['off', 'pin', 'require']).optional(),
  trusted_root: z.string().min(1).optional(),
  rules: z.array(Rule).optional(),
})

/** What `[trust]` says. */
export type TrustTable = z.infer<typeof TrustTable>
