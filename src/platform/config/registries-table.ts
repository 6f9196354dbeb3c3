import { z } from 'zod'

/** `host`, `host:port`, `*.domain` or `*`, and the beginning of a path for those registries that many share. */
const ALLOWED = /^(?:\*|(?:\*\.)?[\w-]+(?:\.[\w-]+)*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:\/[\w./-]+)?$/
const HOST = /^(?:[\w-]+(?:\.[\w-]+)*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/
const PLACE = /^(?:[\w-]+(?:\.[\w-]+)*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:\/[a-z0-9./_-]+)?$/

const Host = z.string().regex(HOST, 'is not "host" or "host:port"')
const Place = z.string().regex(PLACE, 'is not "host" or "host/path"')

/** The table `[registries]` of `config.toml`. Unlike the rest it knows its keys: a misspelt `allow` would allow everything. */
export const RegistriesTable = z.strictObject({
  allow: z.array(z.string().regex(ALLOWED, 'is not "host", "host/path", "*.domain" or "*"')).optional(),
  insecure: z.array(Host).optional(),
  mirrors: z.record(Host, z.array(Place)).optional(),
  mirror_tags: z.boolean().optional(),
  ca: z.record(Host, z.string().min(1)).optional(),
})
/** @see RegistriesTable */
export type RegistriesTable = z.infer<typeof RegistriesTable>
