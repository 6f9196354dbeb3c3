import { type AttackGroup, testsOf } from '../attack.ts'

const path = testsOf('test/security/storage/path.test.ts')
const links = testsOf('test/security/storage/links.test.ts')
const races = testsOf('test/security/storage/races.test.ts')
const rights = testsOf('test/security/storage/rights.test.ts')
const start = testsOf('test/security/storage/start.test.ts')
const special = testsOf('test/security/storage/special-files.test.ts')

/** Attacks on files. */
export const STORAGE: AttackGroup = {
  name: 'Storage',
  attacks: [
    {
      attack: 'Files without a call',
      tries: 'Opens and creates files while it is started, for no call that anybody made',
      defence: 'An instance sees which folders it will have, and may use them when its call is there',
      tests: start('may see its folders, and use them when it has a call'),
    },
    {
      attack: 'Hostile paths',
      tries: '`..`, absolute, NUL, empty and very long names, `/proc/self`, in every operation on paths',
      defence: 'Paths are walked name by name on handles; the kernel never sees a whole path of a guest',
      tests: path('refuses ${attack} to every operation'),
    },
    {
      attack: 'Trailing slash, names that are no text',
      tries: 'Passes a file off as a folder; lists what cannot be named',
      defence: 'A slash at the end wants a folder; names that are not UTF-8 are left out',
      tests: path(
        'takes a trailing slash for a folder',
        'leaves names out that are no text, and shows the rest',
      ),
    },
    {
      attack: 'Links that lead out',
      tries: 'Reads, writes, creates, lists and removes through symbolic links out of the granted folder',
      defence: 'Each step is opened without following; a link is resolved by us, inside the grant',
      tests: links(
        "does not follow '${link}', which leads out",
        'does not create the missing target of a link that leads out',
        'lists nothing and removes nothing through a link to a folder outside',
        'sets the times of the link itself and not of its target',
        'stops at a link that leads to itself',
        'follows links that stay inside',
      ),
    },
    {
      attack: 'Links as knowledge',
      tries: 'Asks where a link leads that starts at the root',
      defence: 'Absolute targets are not told',
      tests: links('does not say where a link leads that starts at the root'),
    },
    {
      attack: 'Up from an open folder',
      tries: 'Opens a folder and goes up from its handle',
      defence: 'Every path is walked from a granted root, whatever handle it starts at',
      tests: links('lets a folder that was opened lead nowhere above itself'),
    },
    {
      attack: 'Races of names',
      tries: 'Swaps folders and files for links out while a guest opens them again and again',
      defence: 'What was opened is what was checked: no second look by name',
      tests: races(
        'never follows a folder that is swapped for a link',
        'never follows a file that is swapped for a link',
        'does not take a link for the granted folder that was there before',
      ),
    },
    {
      attack: 'Folders that move while open',
      tries: 'Goes on in a folder whose name became a link, or that was moved out of its grant',
      defence: 'Handles stay with the folder that was opened; one that left its grant is of no use',
      tests: races(
        'stays in the folder that it opened when a link takes its name',
        'uses no folder any more that was moved out of its grant',
        'goes on with other grants when a granted folder disappears',
      ),
    },
    {
      attack: 'More than the granted access',
      tries: 'Writes and truncates through a read grant, reads through a write grant',
      defence: 'Read and write are decided apart, at each opening and on the open descriptor',
      tests: rights(
        'writes nothing through a read grant',
        'truncates nothing through a read grant, and opens no file for reading with the right to write',
        'reads nothing through a write grant',
      ),
    },
    {
      attack: 'A file grant as a folder',
      tries: 'Reaches files beside, below and above a granted file; lists the folders on the way to it',
      defence: 'A file grant opens that file; folders in front of it show only the way',
      tests: rights(
        'opens a granted file and nothing around it',
        'shows of folders in front of grants only the way to them',
      ),
    },
    {
      attack: 'Around a deny',
      tries:
        'Reaches denied names in other casing, renames what is denied or leads to it, moves a folder there that was made elsewhere, lists past a glob',
      defence: 'Deny wins; nothing that is denied gets another name',
      tests: rights(
        'keeps to globs that deny inside a granted folder',
        'gives nothing that is denied another name',
        'brings nothing to a denied path by a folder that is made elsewhere',
        'takes no link away by which something that is denied is found',
        'shows of a folder with wildcards what they name',
      ),
    },
    {
      attack: 'No grant at all',
      tries: 'Opens `/etc/passwd` and writes to `/tmp`',
      defence: 'Deny by default; the denial is told with what would allow it',
      tests: rights('has no file for a guest that was granted none, and says what it wanted'),
    },
    {
      attack: 'Device files and `/proc`',
      tries:
        'Opens `/dev/zero`, `/proc/self/environ` and their like, though a rule grants them, or by a second mount',
      defence: 'Pseudo file systems are never granted',
      tests: [
        ...special(
          'opens nothing in ${folder}, whoever grants it',
          'shows no pseudo files under a grant of everything',
        ),
        ...testsOf('test/unit/sandbox/wasi/filesystem/instance-files.test.ts')(
          'opens nothing of a pseudo file system, wherever it is mounted',
        ),
      ],
    },
    {
      attack: 'FIFOs and sockets',
      tries: 'Opens what waits for another end, or talks to one',
      defence: 'Only files and folders are opened, and nothing is waited for',
      tests: special('does not wait for the other end of a FIFO', 'opens no socket'),
    },
    {
      attack: 'Files without a trace',
      tries: 'Opens a file ten thousand times to flood the audit, or reads and goes on until it is killed',
      defence: 'The first use of a path is told at once, the rest counted: one line a call and path',
      tests: testsOf('test/integration/filesystem/uses.test.ts')(
        'is told once, at its end, with the bytes',
        'is one use with a count, however often a file is opened',
        'is told too of a guest that goes on until it is killed',
      ),
    },
    {
      attack: 'A shared folder',
      tries: 'One component leaves bait for another that may read more',
      defence: 'No links; each component is decided on by its own policy',
      tests: testsOf('test/security/storage/shared-folder.test.ts')(
        'lets one leave nothing there that leads the other out',
      ),
    },
  ],
}
