import { type Attack, testsOf } from '../../attack.ts'

const links = testsOf('test/security/storage/links.test.ts')
const ownCode = testsOf('test/security/storage/own-code.test.ts')

/** Attacks on what a grant leads to. */
export const LINK_ATTACKS: readonly Attack[] = [
  {
    attack: 'Links of the guest',
    tries: 'Makes hard and symbolic links, moves, replaces and removes those that are there',
    defence: 'Guests make and move no links, not in a folder either; remove takes the link itself',
    tests: links(
      'makes no links, hard or symbolic',
      'moves no link, by itself or in a folder, and puts nothing in its place',
      'removes a link itself',
    ),
  },
  {
    attack: 'A link in the place of a grant',
    tries:
      'Renames a link, or a folder that holds one, onto a path that is granted too, to that component or another; a grant of one file becomes a folder outside',
    defence:
      'A rule opens what it led to when it was granted, and nothing when a link is on its path now; where a grant begins nothing is moved or replaced',
    tests: [
      ...testsOf('test/security/storage/anchors.test.ts')(
        'stays where it is, with the folders in front of it',
        'opens nothing in the next process when a link has come to its path',
        'opens nothing when a folder in front of it has become a link',
        'opens what it led to when it was granted, as long as it does',
      ),
      ...testsOf('test/unit/sandbox/process/file-access.test.ts')(
        'opens nothing by a path that leads elsewhere than it did when it was granted',
        'opens nothing that a ceiling reaches by the name of a link alone',
      ),
      ...testsOf('test/integration/components/rights.test.ts')(
        'opens nothing, says so, and asks a person about what it leads to now',
      ),
    ],
  },
  {
    attack: 'Code of the server',
    tries:
      'Writes into `bin`, `dist`, `package.json` and `node_modules` of a clone that lies in a granted folder, or where packages would be looked for',
    defence:
      'No grant opens for writing what the server runs, wherever a package manager has put it, nor does the wall',
    tests: [
      ...ownCode(
        'takes no new file in ${folder}',
        'is not changed, moved or removed: ${file}',
        'takes no folder that packages would be looked for in',
        'is read like any other file',
        'is not changed, moved or removed, wherever it was found',
      ),
      ...testsOf('test/security/environment/wall.test.ts')('keeps our own code in a granted folder as it is'),
      ...testsOf('test/unit/sandbox/process/package-folders.test.ts')(
        'has the node_modules of each folder up to the root, there or not',
        'has packages that are links, and those that they depend on',
        'has where a node_modules leads that is a link itself',
      ),
    ],
  },
  {
    attack: 'A link that is asked for by its name',
    tries:
      'Has a person grant what looks like a report and leads to a private folder, by a link in the root too; turns it elsewhere after the answer',
    defence:
      'What a path leads to is resolved when it is asked for, shown, written into the rule, and alone opened',
    tests: [
      ...testsOf('test/security/mcp/link-grants.test.ts')(
        'is asked for and granted with what the link leads to, by a client of ${era}',
        'is shown with what it leads to by every command',
      ),
      ...testsOf('test/unit/mcp/person-at-client.test.ts')(
        'takes no answer to a question in which a link led elsewhere',
      ),
      ...testsOf('test/unit/policy/system-link.test.ts')(
        "knows the system's own: ${place} to ${target}",
        'has any other resolved and shown: ${place} to ${target}',
      ),
    ],
  },
]
