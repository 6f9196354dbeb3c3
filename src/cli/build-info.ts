/** The line of `--version`, in the shape of Wassette's, which scripts read; nothing here is built by Rust. */
export function buildInfo(version: string): string {
  const facts = {
    RustVersion: '',
    BuildProfile: 'release',
    BuildStatus: 'Clean',
    GitTag: `v${version}`,
    Version: version,
    GitRevision: '',
    NodeVersion: process.versions.node,
  }
  const fields = Object.entries(facts).map(([name, value]) => `${name}:${JSON.stringify(value)}`)
  return `${version} version.BuildInfo{${fields.join(', ')}}`
}
