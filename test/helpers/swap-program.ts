import { linkSync, renameSync, symlinkSync, unlinkSync } from 'node:fs'

// Swaps what `path` names as fast as it can, until it is killed: `link` for a link to `other`, `rename` for `other` itself.
const [, , kind = '', path = '', other = ''] = process.argv
process.stdout.write('swapping')
for (;;) {
  if (kind === 'link') {
    renameSync(path, `${path}.aside`)
    symlinkSync(other, path)
    unlinkSync(path)
    renameSync(`${path}.aside`, path)
  } else if (kind === 'file-link') {
    unlinkSync(path)
    symlinkSync(other, path)
    unlinkSync(path)
    linkSync(`${path}.kept`, path)
  } else {
    renameSync(path, `${path}.aside`)
    renameSync(`${path}.aside`, path)
  }
}
