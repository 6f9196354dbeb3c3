/** The command with which a person approves a request, for any shell of POSIX. */
export function approveCommand(requestId: string, folder: string): string {
  const quoted = /^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", String.raw`'\''`)}'`
  return `wassette permission approve ${requestId} --component-dir ${quoted}`
}
