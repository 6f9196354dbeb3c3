export { assertNotCancelled, type Cancellable } from './assert-not-cancelled.ts'
export type { AuditEvent, CallValues, DecisionEvent, PermissionEvent } from './audit/audit-event.ts'
export { AuditFile } from './audit/audit-file.ts'
export { AuditLog } from './audit/audit-log.ts'
export { NO_AUDIT, type AuditSink } from './audit/audit-sink.ts'
export { readAudit } from './audit/read-audit.ts'
export { shapeOf, type Shape } from './audit/shape-of.ts'
export { verifyChain } from './audit/verify-chain.ts'
export { passInterimAnswers } from './interim-answers.ts'
export { replaceFile, TEMPORARY_PREFIX, temporaryPathBeside, writeFileAtomically } from './atomic-file.ts'
export { parseByteSize } from './byte-size.ts'
export { characterEnd } from './character-end.ts'
export { CodedError, describeError, isCodedError } from './coded-error.ts'
export type {
  ArtifactSettings,
  AuditSettings,
  Config,
  ConfigFlags,
  GrantsMode,
  LogLevel,
  PolicySettings,
  ProcessEnvironment,
  SecretSettings,
  SecretStorage,
  TrustedSigner,
  TrustRule,
  TrustSettings,
} from './config/config.ts'
export type { RegistrySettings } from './config/registry-settings.ts'
export type { WkgLogins } from './config/wkg-logins.ts'
export { loadConfig } from './config/load-config.ts'
export { createPinoLogger } from './create-pino-logger.ts'
export { withFileLock } from './file-lock.ts'
export { JsonText } from './json-text.ts'
export { SILENT_LOGGER, type LogFields, type Logger } from './logger.ts'
export { redactingLogger } from './redacting-logger.ts'
export { Redactor } from './redactor.ts'
export { isStale, removeStaleTemporaries, temporaryName } from './stale-temporaries.ts'
export { type Room, SharedRoom } from './shared-room.ts'
export { parseTimeSpan } from './time-span.ts'
export { makeFolder } from './make-folder.ts'
export { boundedList, boundedTexts } from './json/bounded.ts'
export { isTooMuchJson, jsonOrNull, readJson } from './json/read-json.ts'
export { shellWord } from './shell-word.ts'
export { escapeInJson, quotedText, visibleJson, visibleLines, visibleText } from './visible-text.ts'
