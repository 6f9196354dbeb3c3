import { type AttackGroup, testsOf } from '../attack.ts'
import { SIGNATURE_ATTACKS } from './signature-attacks.ts'

const inside = testsOf('test/integration/artifacts/inside-network.test.ts')
const hostileRegistry = testsOf('test/integration/artifacts/hostile-registry.test.ts')
const bundles = testsOf('test/security/supply/bundles.test.ts')
const faulty = testsOf('test/integration/artifacts/faulty-registry.test.ts')
const layouts = testsOf('test/integration/artifacts/artifact-layouts.test.ts')
const stateOfAnother = testsOf('test/security/supply/state-of-another.test.ts')
const updates = testsOf('test/security/supply/updates.test.ts')
const hostile = testsOf('test/unit/wit/read-hostile-component.test.ts')

/** Attacks on where components come from, and by what they are made of. */
export const SUPPLY: AttackGroup = {
  name: 'Supply',
  attacks: [
    {
      attack: 'Wrong digest',
      tries: 'Serves other bytes for a blob, or another manifest for a digest',
      defence: 'Bytes are hashed on the way; nothing is kept that does not match',
      tests: faulty(
        'cannot pass off other bytes',
        'cannot change a manifest under its digest',
        'cannot serve another manifest for a digest that was asked for',
      ),
    },
    {
      attack: 'Blobs that are too short or too long',
      tries: 'Sends less or more than the manifest says; announces more than fits',
      defence: 'Counted against the announced size and a limit, before the first byte',
      tests: faulty(
        'cannot send more than it said',
        'cannot send less than it said',
        'cannot fill the disk: the limit counts before the first byte',
        'cannot fill the memory with a manifest',
        'cannot go on for ever with one byte at a time',
      ),
    },
    {
      attack: 'A moved tag',
      tries: 'Puts other bytes under the tag of a component that is installed',
      defence:
        'What is installed is its digest, called without asking again; a reference stays locked to it until a person accepts another',
      tests: updates(
        'takes no effect by moving a tag: what was loaded is called until somebody loads again',
        'is refused under the tag of what was loaded, in every spelling, and what was loaded goes on',
        'is refused by its digest too, which a model is told, and not to a person who names it',
        'is refused also after an unload, which a model can do',
        'is refused where only what its author asks for is other',
      ),
    },
    {
      attack: 'Other descriptions and schemas under the same tag',
      tries:
        'Rewrites what a model is told about tools, asks for more, and writes texts that forge the comparison',
      defence:
        'An update is shown as a diff, quoted and bounded, and nothing is installed until a person accepts it; no tool does',
      tests: [
        ...testsOf('test/integration/components/versions.test.ts')(
          'shows what is different and changes nothing, until a person accepts it',
        ),
        ...testsOf('test/unit/components/versions/compare-versions.test.ts')(
          'does not let tools crowd out wishes, nor anybody fill a terminal',
          'shows where long texts begin to differ, however far inside',
          'is one line that nothing of a stranger begins or turns around',
        ),
        ...testsOf('test/e2e/versions.test.ts')(
          'refuses a moved tag to a client and names the command of a person',
        ),
      ],
    },
    {
      attack: 'The lock file itself',
      tries:
        'Writes, replaces, moves and removes it from a granted folder; damages it so that nothing is locked any more',
      defence: 'No grant opens it; while it cannot be read nothing is loaded and nothing written',
      tests: [
        ...updates('cannot write, replace, move or remove it, though its folder is granted'),
        ...testsOf('test/integration/components/lock-file.test.ts')('stops every load and is left as it is'),
        ...testsOf('test/e2e/versions.test.ts')('loses nothing when processes write it at once'),
      ],
    },
    {
      attack: 'The grants of a manifest',
      tries:
        "Takes the id of a component that the operator's manifest grants something, from elsewhere; other bytes than it names",
      defence:
        'They are tied to the place and end with the server; a digest is compared before anything is installed',
      tests: testsOf('test/e2e/manifest.test.ts')(
        'takes its grants back when something from elsewhere takes the id',
        'believes a digest only when it is right, and serves nothing else',
        'goes under the ceiling like every grant',
      ),
    },
    {
      attack: 'An update that wants more',
      tries: 'Brings a policy that allows everything',
      defence: 'A policy of the author is a request; it grants nothing',
      tests: updates('gets nothing of what it asks for until a person grants it'),
    },
    {
      attack: 'What the one before left',
      tries: 'Takes over an id, also by way of the same bytes, to read the state of who had it before',
      defence: 'State belongs to an id and the place that it came from',
      tests: stateOfAnother(
        'reads nothing of what the one before kept, and leaves it as it was',
        'reads nothing after the one before was unloaded, with the same bytes neither',
        'reads nothing by way of the same bytes, followed by its own',
        'reads what the version before kept',
      ),
    },
    {
      attack: 'Redirects of a registry',
      tries: 'Sends us to a file, into the network, round in circles, and our login to another host',
      defence: 'Each redirect is checked; a login goes to its own host alone',
      tests: [
        ...faulty('cannot send us to a file or into the network', 'is followed five times and no more'),
        ...testsOf('test/integration/artifacts/registry-login.test.ts')(
          'does not get it',
          'sees the login of its own host only',
        ),
      ],
    },
    {
      attack: 'Servers inside the network',
      tries:
        'Has a model load from a link-local, private, mapped or translated address, or from a name, a redirect, a token server or a page about packages that leads there',
      defence:
        'Refused unless the user has written the host down, judged on the address that is connected to',
      tests: [
        ...inside(
          'is not asked for a model: ${host}',
          'is not reached by a name that leads there, unless the name was written down',
          'is not reached by a redirect to a name that leads there',
          'is not reached by a token server whose name leads there',
        ),
        ...testsOf('test/integration/artifacts/package-names.test.ts')(
          'is not looked for where the page of its registry ${what}',
        ),
      ],
    },
    {
      attack: 'A login for somebody else',
      tries: 'Asks for a login through another token server, a mirror or a page about packages',
      defence: 'A login goes to its own registry and the token server of that; what a page says moves none',
      tests: [
        ...hostileRegistry('under another name gets no login, and its token is that of nobody'),
        ...testsOf('test/integration/artifacts/mirrors.test.ts')('never gets the login of the registry'),
        ...testsOf('test/integration/artifacts/wkg-logins.test.ts')(
          'go where the same file leads a host, and not where a page does',
        ),
      ],
    },
    {
      attack: 'One digest, two meanings',
      tries: 'A document that one reader takes for a manifest and another for an index',
      defence: 'Refused by its content and by what it was served as',
      tests: hostileRegistry('is refused by its content and by its header'),
    },
    {
      attack: 'A mirror that lies',
      tries: 'Serves other bytes, too many, a web page, or nothing',
      defence:
        'What has a digest is checked against it and asked for at the registry; a tag is not asked of a mirror',
      tests: testsOf('test/integration/artifacts/mirrors.test.ts')(
        'that ${what} is passed over',
        'gives blobs, while the registry says what a tag leads to',
      ),
    },
    {
      attack: 'A wrong signer',
      tries: 'Signs by another key or another workflow, brings the signature of something else, or none',
      defence:
        'Signatures are verified by us over the digest; who signed first is pinned, and who has to sign is a rule',
      tests: [
        ...testsOf('test/integration/artifacts/trust/key-signatures.test.ts')(
          'by another key does not',
          'of another artifact does not',
          'that nobody signed is refused where a key has to have signed it',
        ),
        ...testsOf('test/integration/artifacts/trust/pinned-signers.test.ts')(
          'cannot become ${what}, unless a person agrees',
          'refuses what another root vouches for',
        ),
      ],
    },
    {
      attack: 'Decompression bombs',
      tries: 'Answers with compressed bytes, offers archives as components',
      defence: 'Nothing is unpacked, and every byte is counted as it came',
      tests: [
        ...testsOf('test/integration/artifacts/hostile-registry.test.ts')(
          'is told not to, and is not unpacked',
        ),
        ...layouts('is refused when it holds ${what}'),
      ],
    },
    ...SIGNATURE_ATTACKS,
    {
      attack: 'What is no component',
      tries: 'Offers core modules, text and half a component',
      defence: 'Refused with what it is; nothing is left behind',
      tests: [
        ...testsOf('test/e2e/load-from-registry.test.ts')('leaves nothing behind and goes on'),
        ...testsOf('test/integration/artifacts/web-server.test.ts')(
          'is refused when it ${what}, and nothing is kept',
        ),
        ...layouts(
          'is refused when it holds ${what}',
          'cannot pass off another blob of the store as its component',
        ),
      ],
    },
    {
      attack: '10,000 exports, names of 10,000 characters',
      tries: 'Floods the tool list, and names that are keys or messages elsewhere',
      defence: 'A bounded reader of our own; names are shortened and told apart',
      tests: [
        ...hostile('reads ten thousand exports with long names'),
        ...hostile('refuses names that could be something else as a key or in a message'),
        ...testsOf('test/e2e/robustness/names.test.ts')('is listed and called, also after a restart'),
      ],
    },
    {
      attack: 'Hostile sections',
      tries: 'Counts that lie, nesting a thousand deep, docs of many megabytes',
      defence: 'No count is believed; depth, size and work are bounded',
      tests: [
        ...hostile('believes no count', 'refuses components that are nested a thousand deep'),
        ...testsOf('test/unit/wit/read-like-wasm-tools.test.ts')(
          'reads of changed bytes what wasm-tools reads, where that accepts them',
        ),
        ...testsOf('test/unit/wit/package-docs.test.ts')(
          'does not read a section of many megabytes',
          'never fails',
        ),
      ],
    },
    {
      attack: 'A bundle that somebody has tampered with',
      tries:
        'Paths out of the folder, links, other bytes, the same name twice, bombs, parts that are missing or hidden',
      defence:
        'Only the names of an image layout are known; all of it is hashed and counted before any of it is used',
      tests: bundles(
        'is taken for whole before anything is done to it, which tells that the attacks below are the reason',
        'writes no file outside the store',
        'brings no link, device, folder or header that changes the next',
        'swaps no bytes under a digest',
        'says nothing twice, in the hope that one is looked at and the other used',
        'leaves nothing out',
        'brings nothing along that nobody names',
        'is not cut off, and nothing hides behind its end',
        'fills neither disk nor memory',
        'names no reference that is none',
      ),
    },
    {
      attack: 'A bundle with a signer of its own',
      tries: 'Brings a lock with it that names a signer, who would then be as good as the one that is known',
      defence: 'No signer is taken from a bundle: the next load finds it out from the signatures',
      tests: bundles('brings no signer along, who would be pinned beside the one that is'),
    },
    {
      attack: 'Parts of downloads left on disk',
      tries: 'Leaves other bytes, or a link to a file of the user, where a download goes on',
      defence: 'What is left is hashed again, and no link is followed',
      tests: testsOf('test/integration/artifacts/resume.test.ts')(
        'is begun again when what is left of it was wrong',
        'writes through no link that lies in its place',
      ),
    },
    {
      attack: 'Files replaced on disk',
      tries: 'Changes generated code, its manifest or a blob between two starts',
      defence: 'Everything is verified by its hash before it runs, and made anew when it does not fit',
      tests: [
        ...testsOf('test/integration/components/made-ready.test.ts')(
          'is made ready again instead of running with ${damage}',
        ),
        ...testsOf('test/integration/artifacts/content-store.test.ts')(
          'drops a blob that was replaced on disk and fetches it again',
        ),
        ...testsOf('test/integration/components/component-folder.test.ts')(
          'runs nothing in the name of other bytes',
        ),
      ],
    },
  ],
}
