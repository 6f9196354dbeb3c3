import type { Decision } from './decision.ts'
import { type EffectivePolicy, pathRulesOf, type PolicyLayer } from '../effective-policy.ts'
import { missingAllow } from './missing-allow.ts'
import { decidePath, type PathAccess } from '../path-pattern.ts'

/** What somebody wants to do with an absolute path. */
export interface StorageAttempt {
  readonly path: string
  readonly access: PathAccess
}

/** Decides whether a component may read or write a path; the same rules as `decidePath` in the sandbox process. */
export function decideStorage(policy: EffectivePolicy, { path, access }: StorageAttempt): Decision {
  const rules = pathRulesOf(policy)
  const { allowed, rule } = decidePath(rules, path, access)
  if (allowed) return { kind: 'allowed', rule: `granted storage.allow: fs://${rule}` }
  if (rule !== null) {
    const reason = `A rule denies to ${access} '${path}'`
    return {
      kind: 'denied',
      reason,
      rule: `${denierOf(policy, rule)} storage.deny: fs://${rule}`,
      grant: null,
    }
  }
  if (!isGrantable(path)) {
    const reason = `No rule allows to ${access} '${path}', and none can name it: it is relative or has '..' or '*' in it`
    return { kind: 'denied', reason, rule: null, grant: null }
  }
  return missingAllow(
    policy.layers.filter((layer) => !layerAllows(layer, { path, access })),
    {
      what: `to ${access} '${path}'`,
      category: 'storage',
      grant: { kind: 'storage', uri: `fs://${path}`, access: [access] },
    },
  )
}

function layerAllows(layer: PolicyLayer, { path, access }: StorageAttempt): boolean {
  if (layer.permissions.storage.allow === null) return true
  const { allow } = pathRulesOf({ layers: [layer] })
  return decidePath({ allow, deny: [] }, path, access).allowed
}

function denierOf({ layers }: EffectivePolicy, pattern: string): string {
  const layer = layers.find(({ permissions }) =>
    permissions.storage.deny.some((rule) => rule.pattern === pattern),
  )
  return layer?.source ?? 'granted'
}

/** A guest that opens `/home/**` would have a person asked for all of it. */
function isGrantable(path: string): boolean {
  return path.startsWith('/') && !/[*\0]/.test(path) && !path.split('/').includes('..')
}
