import { type Attack, testsOf } from '../attack.ts'

const signers = testsOf('test/security/supply/signers.test.ts')
const keys = testsOf('test/integration/artifacts/trust/key-signatures.test.ts')

/** Attacks on who made an artifact. */
export const SIGNATURE_ATTACKS: readonly Attack[] = [
  {
    attack: 'A stolen login that may push',
    tries:
      'Puts a version of its own under the name of an author who signs: unsigned, signed by itself, or by another Sigstore',
    defence: 'The first signer is pinned, and verified against a trusted root before the download',
    tests: signers(
      'cannot bring in a version that nobody signed, or a stranger',
      'cannot have another Sigstore vouch for the author',
      'gets its way when a person at the terminal accepts the change, which is shown',
    ),
  },
  {
    attack: 'A signature of something else',
    tries:
      'Moves a signature of the author beside other bytes, passes off a signed scan, changes the layer below a signed manifest',
    defence:
      'The statement has to be about this manifest, and of a kind that says who made it; layers are hashed',
    tests: [
      ...signers(
        'cannot put a signature of the author beside something else',
        'cannot take what the author signed as a scan for a signature',
      ),
      ...keys(
        'do not count when they are attached to another manifest',
        'do not cover a layer that was changed at the registry',
      ),
    ],
  },
  {
    attack: 'A name like that of the author',
    tries:
      'Signs as `…/tool-evil` where `…/tool` is trusted; spells the registry in another way than the rule',
    defence: 'Patterns match the whole identity; a repository has one name for rules and pins',
    tests: signers(
      'cannot get past a rule by a name that begins like the author, or by another spelling of the registry',
    ),
  },
  {
    attack: 'Many and huge signatures',
    tries: 'Attaches hundreds of documents, megabytes each',
    defence: '50 are looked at, of 1 MiB each; a load that finds no signature among them is refused',
    tests: keys(
      'do not count when 60 others come before them: the load is refused, not endless',
      'are found beside one that is huge, which is not fetched',
    ),
  },
]
