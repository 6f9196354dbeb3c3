import { type Attack, testsOf } from '../../attack.ts'

const types = testsOf('test/security/inspection/types.test.ts')
const inspection = testsOf('test/security/inspection/taken-over.test.ts')

/** Attacks on whoever reads a component, before any of it runs. */
export const INSPECTION_ATTACKS: readonly Attack[] = [
  {
    attack: 'Types that fill the memory',
    tries: 'Is a file of a hundred million types of one byte',
    defence:
      'A process that reads components, with a limit on what it reads; the server reads a description of four megabytes at most',
    tests: types(
      'costs the server nothing, however many there are',
      'is refused before its types are many times its size, in sections as well as in one',
    ),
  },
  {
    attack: 'An inspection process that was taken over',
    tries:
      'Floods the server, makes files without end, names files, leaves links and pipes, describes what makes no sense',
    defence:
      'It opens no file; what it makes is counted, named, hashed and parsed by the server, part by part',
    tests: inspection(
      'fails its load, and leaves nothing, where it ${what}',
      'writes no file, link or pipe, anywhere',
      'is stopped when it takes more memory than one for such a component',
      'says no more than a sentence of limited length',
    ),
  },
  {
    attack: 'Loads by the dozen',
    tries: 'Has a model ask for many loads at once, of components that take long to read',
    defence: 'One inspection at a time; those that wait can be cancelled',
    tests: inspection(
      'are inspected one at a time',
      'ends with the load that is cancelled, and the next one has its turn',
    ),
  },
]
