export { TEMPORARY_PREFIX, temporaryPathBeside, writeFileAtomically } from './atomic-file.ts'
export { CodedError, describeError, isCodedError } from './coded-error.ts'
export { SILENT_LOGGER, type LogFields, type Logger } from './logger.ts'
