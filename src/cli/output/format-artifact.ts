import type { InspectedArtifact } from '#authoring'

import { describeSignature, signatureLine } from './describe-signature.ts'
import { formatBytes } from './format-bytes.ts'
import { plainLine, plainText } from './plain-text.ts'

/** What an artifact is, as data for scripts. */
export function printableArtifact({ component, ...artifact }: InspectedArtifact): unknown {
  return {
    reference: artifact.reference,
    digest: artifact.manifest.digest,
    size: artifact.manifest.size,
    annotations: artifact.annotations,
    config: artifact.config,
    layers: artifact.layers.map(({ mediaType, digest, size, annotations }) => ({
      media_type: mediaType,
      digest,
      size,
      ...(annotations && { annotations }),
    })),
    component,
    policy: artifact.policy,
    signatures: artifact.signatures.map(describeSignature),
    referrers: artifact.referrers.map(({ manifest, artifactType }) => ({
      digest: manifest.digest,
      artifact_type: artifactType,
    })),
  }
}

/** What an artifact is, for people. */
export function describeArtifact({ component, ...artifact }: InspectedArtifact): string {
  const sections = [
    ['', [`${artifact.reference}@${artifact.manifest.digest}`]],
    [
      'Annotations',
      Object.entries(artifact.annotations).map(([key, value]) => plainLine(`${key}: ${value}`)),
    ],
    [
      'Layers',
      artifact.layers.map(({ mediaType, digest, size }) =>
        plainLine(`${digest}  ${formatBytes(size)}  ${mediaType}`),
      ),
    ],
    [
      'About it',
      artifact.referrers.map(({ manifest, artifactType }) =>
        plainLine(`${manifest.digest}  ${artifactType}`),
      ),
    ],
    ['Signed', artifact.signatures.map((signature) => plainLine(signatureLine(signature)))],
    [
      'It asks for',
      artifact.policy === null ? ['nothing'] : plainText(artifact.policy).trimEnd().split('\n'),
    ],
    ['WIT', component.wit.trimEnd().split('\n')],
  ] as const
  return sections.flatMap(([title, lines]) => section(title, lines)).join('\n')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (title === '') return lines
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]
}
