/**
 * Compiles a pattern to an anchored expression: what is not a star stands for itself, and all of the text has to match.
 *
 * Sigstore's own identity patterns are unanchored expressions, by which `…/user/repo` lets `…/user/repo-evil` in.
 */
export function compilePattern(pattern: string, star: { readonly crossesSlash: boolean }): RegExp {
  const one = star.crossesSlash ? '.*' : '[^/]*'
  const parts = pattern.split(/(\*\*|\*)/).map((part) => {
    if (part === '**') return '.*'
    return part === '*' ? one : RegExp.escape(part)
  })
  return new RegExp(`^${parts.join('')}$`, 's')
}
