export type { IntegerKind, WitCase, WitField, WitFunction, WitParameter, WitType, WitWorld } from './types.ts'
export type { JsonSchema, ToolDefinition } from './tool-definition.ts'
