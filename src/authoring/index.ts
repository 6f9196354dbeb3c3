export type { FetchOptions } from '#artifacts'

export { Authoring, type AuthoringParts } from './authoring.ts'
export type { InspectedArtifact } from './inspect-artifact.ts'
export type { PublishRequest } from './publish-component.ts'
export type { ExaminedSignature, SignatureReport } from '#artifacts'
