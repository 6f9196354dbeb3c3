/** A URL may carry a login before its host and a token in its query. */
export function withoutLogin(reference: string): string {
  return reference.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/, '?…')
}
