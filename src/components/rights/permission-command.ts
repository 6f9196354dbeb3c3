import type { SuggestedGrant } from '#policy'

import { shellWord } from '#platform'

/** The command with which a person approves a request. */
export function approveCommand(requestId: string, folder: string): string {
  return permissionCommand(`approve ${requestId}`, folder)
}

/** The command with which a person allows everything that the author of a component asks for. */
export function grantRequestedCommand(componentId: string, folder: string): string {
  return permissionCommand(`grant requested ${componentId}`, folder)
}

/** The command with which a person takes back everything, a policy that is damaged too. */
export function resetCommand(componentId: string, folder: string): string {
  return permissionCommand(`reset ${componentId}`, folder)
}

/** The command with which a person allows one thing. */
export function grantCommand(componentId: string, grant: SuggestedGrant, folder: string): string {
  return permissionCommand(`grant ${grantWords(componentId, grant).map(shellWord).join(' ')}`, folder)
}

function grantWords(id: string, grant: SuggestedGrant): readonly string[] {
  switch (grant.kind) {
    case 'storage':
      return ['storage', id, grant.uri, '--access', grant.access.join(',')]
    case 'network':
      return ['network', id, grant.host]
    case 'environment':
      return ['environment-variable', id, grant.key]
    case 'state':
      return ['state', id, grant.quota]
  }
}

function permissionCommand(action: string, folder: string): string {
  return `wassette permission ${action} --component-dir ${shellWord(folder)}`
}
