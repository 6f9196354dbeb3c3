import { type Attack, testsOf } from '../../attack.ts'

const names = testsOf('test/unit/wit/rename/names.test.ts')
const rename = testsOf('test/unit/wit/rename/rename-component.test.ts')
const glue = testsOf('test/unit/sandbox/prepare/glue-check/check-glue.test.ts')

/** Attacks by what is generated from a component. */
export const NAME_ATTACKS: readonly Attack[] = [
  {
    attack: 'Names that become code',
    tries: 'Names anything in a component so that generated code reads it as something else',
    defence:
      'No name of a component reaches the generator: each is rewritten to one of ours before, or refused',
    tests: [
      ...rename(
        'leaves no name of any characters in ${place}',
        'refuses names of forms that WIT does not have',
        'refuses what it cannot follow',
      ),
      ...names(
        'of ${what} may stand wherever WIT has names',
        'of generated code may stand wherever WIT has names',
      ),
    ],
  },
  {
    attack: 'Code of another than the generator',
    tries: 'Has code of its own kept as generated code, out of an inspection process that it took over',
    defence:
      'The server reads it in a thread of its own: helpers byte for byte, the rest in the words of the generator',
    tests: [
      ...glue(
        'refuses ${what}',
        'refuses a helper that is not byte for byte the one that is expected',
        'refuses helpers that stand in a text or a comment',
      ),
      ...testsOf('test/unit/sandbox/prepare/glue-check/changed-glue.test.ts')(
        'takes only modules, and none in which another parser finds one more way out',
      ),
      ...testsOf('test/integration/components/changed-glue.test.ts')('is refused by the server'),
    ],
  },
]
