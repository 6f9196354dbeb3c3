/**
 * The JavaScript key that jco gives to a kebab-case name: `HTTP-error` is `httpError`, `x2y-3z` is `x2y3z`.
 *
 * @see https://component-model.bytecodealliance.org/design/wit.html#identifiers
 */
export function toJavaScriptName(kebab: string): string {
  return kebab.toLowerCase().replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
