export type { SecretStore } from '#secrets'

export type { ApprovedRequest, ComponentPermissions, PolicyView } from './rights/component-permissions.ts'
export { ComponentService, type ComponentServiceParts } from './component-service.ts'
export { describeDenial, type Denial } from './rights/denial.ts'
export { approveCommand, grantCommand, grantRequestedCommand } from './rights/permission-command.ts'
export { RESERVED_TOOL_NAMES } from './catalog/reserved-tool-names.ts'
export type { LoadOptions, LoadProgress } from './loading/load-options.ts'
export type {
  CallOptions,
  CallResult,
  Components,
  DryRun,
  ComponentTool,
  InstalledComponent,
  ListedTool,
  LoadResult,
} from './types.ts'
export type { Change } from './versions/change.ts'
export { describeChange } from './versions/describe-change.ts'
export type {
  ComponentVersions,
  Rollback,
  UpdateOptions,
  VersionStatus,
  VersionUpdate,
} from './versions/versions.ts'
export { readProvisioning } from './provisioning/read-provisioning.ts'
export type { Check } from './doctor/check.ts'
export { diagnose } from './doctor/diagnose.ts'
export { installWall, type WallOffer } from './doctor/install-wall.ts'
export { AuditedComponents, type AuditParts } from './audit/audited-components.ts'
export type { KeepReason } from '#artifacts'
export type {
  Cache,
  CacheCollection,
  CacheListing,
  CacheVerification,
  CollectOptions,
  Damage,
  KeptCompiled,
  Removed,
} from './cache/cache.ts'
export { CacheService, type CacheParts, type RootFinder } from './cache/cache-service.ts'
export { installedRoots } from './cache/installed-roots.ts'
export { lockedRoots } from './cache/locked-roots.ts'
export { replacedRoots } from './cache/replaced-roots.ts'
export { LockedSigners } from './lock-file/locked-signers.ts'
export type {
  BundledGrant,
  Bundles,
  ExportedBundle,
  ExportOptions,
  ImportedBundle,
} from './bundle/bundles.ts'
export { BundleService, type BundleParts } from './bundle/bundle-service.ts'
