import { shellWord } from './shell-word.ts'

/** The command with which a person approves a request. */
export function approveCommand(requestId: string, folder: string): string {
  return permissionCommand(`approve ${requestId}`, folder)
}

/** The command with which a person allows everything that the author of a component asks for. */
export function grantRequestedCommand(componentId: string, folder: string): string {
  return permissionCommand(`grant requested ${componentId}`, folder)
}

function permissionCommand(action: string, folder: string): string {
  return `wassette permission ${action} --component-dir ${shellWord(folder)}`
}
