import { z } from 'zod'

const Place = z.object({ registry: z.string().optional(), namespacePrefix: z.string().optional() })

/** What a registry says of itself: which protocol it speaks, and under which host and prefix its packages lie. */
export const RegistryMetadata = z
  .looseObject({
    preferredProtocol: z.string().optional(),
    oci: Place.optional(),
    /** The deprecated form. */
    ociRegistry: z.string().optional(),
    ociNamespacePrefix: z.string().optional(),
  })
  .transform(({ preferredProtocol, oci, ociRegistry, ociNamespacePrefix, ...others }) => ({
    protocol: preferredProtocol ?? (oci || ociRegistry ? 'oci' : onlyProtocol(others)),
    registry: ociRegistry ?? oci?.registry ?? null,
    namespacePrefix: ociNamespacePrefix ?? oci?.namespacePrefix ?? '',
  }))
export type RegistryMetadata = Readonly<z.infer<typeof RegistryMetadata>>

/** Of a registry that says nothing: it is an OCI registry itself. */
export const DEFAULT_METADATA: RegistryMetadata = { protocol: 'oci', registry: null, namespacePrefix: '' }

function onlyProtocol(others: Readonly<Record<string, unknown>>): string {
  const [name, ...more] = Object.keys(others).filter((key) => typeof others[key] === 'object')
  return name !== undefined && more.length === 0 ? name : 'oci'
}
