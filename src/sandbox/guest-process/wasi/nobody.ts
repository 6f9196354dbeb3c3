/** The key of the imports that nobody gives: no import has such a name. */
export const NOBODY = '<nobody>'

/** A resource that has no handles: a guest may name it, and never meets one. */
function Nothing(): never {
  throw new TypeError('Nobody gives this resource')
}

/** What imports of types alone are looked up in: the glue wants a class for each resource, whatever it is called. */
export function createNobody(): Record<string, object> {
  return { [NOBODY]: new Proxy({}, { get: () => Nothing }) }
}
