import { type Attack, testsOf } from '../../attack.ts'

const documents = testsOf('test/security/supply/documents.test.ts')
const policies = testsOf('test/security/supply/policies.test.ts')

/** Attacks on whoever reads a document of a stranger, of a registry or of whoever wrote a component. */
export const DOCUMENT_ATTACKS: readonly Attack[] = [
  {
    attack: 'Documents that say too much',
    tries:
      'Answers with manifests, indexes, tags, statements, lists and pages of a million things, each of them wrong, or nested without end',
    defence:
      'The marks between values are counted before any is made; the first wrong item of a list ends it',
    tests: documents(
      'are refused before anything is made of them: ${name}',
      'are refused at their first wrong item: ${name}',
    ),
  },
  {
    attack: 'A policy that takes long to read',
    tries:
      'Brings YAML of thousands of lists in lists, tags, aliases and mistakes, for seconds of the server',
    defence: 'What can begin or end something in it is counted before it is parsed',
    tests: policies('is not parsed where it is ${what}', 'may ask for a hundred hosts'),
  },
]
