import { type AttackGroup, testsOf } from '../attack.ts'

const names = testsOf('test/unit/components/catalog/tool-names.test.ts')
const wire = testsOf('test/conformance/stdio-wire.test.ts')

/** Attacks by what a model or client says. */
export const MCP: AttackGroup = {
  name: 'MCP',
  attacks: [
    {
      attack: 'Ids with `../`',
      tries: 'Grants, revokes, resets, reads and unloads by ids that are paths',
      defence: 'An id is letters, digits and a few marks; it never becomes a path before it is checked',
      tests: [
        ...testsOf('test/security/mcp/ids.test.ts')(
          'leads no tool out of the component folder, with --grants ${grants}',
        ),
        ...testsOf('test/e2e/robustness/loading.test.ts')(
          'refuses an id that leaves the component folder, and removes nothing',
        ),
      ],
    },
    {
      attack: "The id of another registry's component",
      tries: 'Loads other bytes from another place under an id that was granted something',
      defence: 'Grants stay with the place that they were made for',
      tests: testsOf('test/integration/components/hand-over-grants.test.ts')(
        'are taken back with other bytes from another place',
        'do not go to another place by way of the same bytes',
        'are taken back when what was there before is not listed yet',
      ),
    },
    {
      attack: 'Shadowed tools',
      tries: 'Names a tool like a built-in one, like one of another component, or like its hash',
      defence: 'Built-in names are reserved; a name that two want carries the id',
      tests: names(
        'lists the name of a built-in tool under the component id, and does not find it by the plain one',
        'gives no component the listed name of another one',
        'withstands a name that was chosen to end in the same hash',
        'gives a hash that somebody has foreseen to nobody else',
      ),
    },
    {
      attack: 'Schema bomb',
      tries: 'Types that are a tree of a billion leaves, or deeper than values may be',
      defence: 'The size of a type is counted before a schema is made of it',
      tests: testsOf('test/unit/wit/read-hostile-component.test.ts')(
        'refuses types that share parts until they are a tree of a billion leaves',
        'refuses a type that is nested deeper than values may be',
      ),
    },
    {
      attack: 'Oversized and broken requests',
      tries: 'Messages of 100 MB, a million brackets, lines that are no messages',
      defence: 'A limit on lines before they are parsed; the server answers and goes on',
      tests: [
        ...wire('refuses a message of 100 MB and goes on', 'goes on after lines that are no messages'),
        ...testsOf('test/e2e/robustness/calls.test.ts')(
          'do not end the server when they are nested a million deep',
          'of 100 MB are refused, and the server stays up',
        ),
      ],
    },
    {
      attack: 'A model that grants',
      tries: 'Calls the tools that grant',
      defence: 'A person decides; what is shown is what is enforced',
      tests: [
        ...testsOf('test/e2e/permissions.test.ts')('are not widened by a model'),
        ...testsOf('test/conformance/elicitation.test.ts')(
          'is shown exactly what would be allowed, and for how long',
        ),
      ],
    },
    {
      attack: 'A request that changes hands',
      tries: 'Takes the id of a component that waits for an answer; decides twice',
      defence: 'A request is for who made it, and is decided once',
      tests: [
        ...testsOf('test/integration/components/hand-over-grants.test.ts')(
          'grants nothing to other bytes from another place, which have the id now',
          'is decided once, however many decide on it at once',
        ),
      ],
    },
    {
      attack: 'Answers that nobody gave',
      tries:
        'Answers a question with junk, an error, twice, after a cancel, for another one, or with a forged state',
      defence: 'An answer is one of four words to the one question that was asked; all else is no decision',
      tests: testsOf('test/security/mcp/answers.test.ts')(
        'that is ${name} grants nothing, and the model is told how a person decides',
        'counts once: the second one changes nothing',
        'grants nothing after the call was cancelled',
        'is for its own question, of two that are open',
        'grants nothing where it is one ${name}',
        'grants nothing at a server that did not ask',
        'grants what was shown, once',
      ),
    },
    {
      attack: 'Denials behind denials',
      tries:
        'Tries hundreds of hosts to hide a file, to fill the requests that wait or to push out the audit',
      defence:
        'A few of each kind are told of and the rest counted; the audit has them, bounded for each call',
      tests: [
        ...testsOf('test/unit/components/rights/denial-log.test.ts')(
          'is bounded whatever a guest tries, and hides no kind behind another',
        ),
        ...testsOf('test/unit/components/audit/call-trail.test.ts')(
          'counts what a guest does without end, and keeps the first of it',
        ),
      ],
    },
    {
      attack: 'Forged words',
      tries:
        'Ids, paths, hosts and names with line breaks, terminal sequences and marks that turn a line around',
      defence: 'What a stranger wrote stands in one line, as escapes where it would hide',
      tests: testsOf('test/security/mcp/shown-names.test.ts')(
        'adds no sentence to a denial, wherever it is shown',
        'is granted as it is, by the command that a dry run shows',
        'adds no sentence to the answer of ${name}',
      ),
    },
    {
      attack: 'A model with a shell',
      tries:
        'Runs the command that a denial names, the commands that grant, a grant tool from the shell; makes a file a secret of a guest, sends a secret elsewhere, resets a deny; answers by stdin, adds `--yes`, sets variables',
      defence:
        'Commands that grant show a person at `/dev/tty` what is granted, and refuse where there is none; `--yes` counts where the configuration file says so',
      tests: [
        ...testsOf('test/security/terminal/person.test.ts')(
          'is told that a person has to decide, and approves nothing by the command of the denial',
          'allows nothing by ${name}',
          'gives no guest what a file of the user holds, and reads no value',
          'is shown the exact scope with what it leads to, and approves it',
          'is shown all that an author asks for, with what it leads to',
        ),
        ...testsOf('test/unit/cli/commands/permission/permission.test.ts')(
          "needs a person: permission ${args.join(' ')}",
        ),
        ...testsOf('test/unit/policy/describe/describe-narrowing.test.ts')(
          'has denies, and limits below what counts without them',
        ),
        ...testsOf('test/unit/cli/commands/secret.test.ts')(
          'shows values to a person at the terminal, whatever comes by stdin',
          'needs a person: ${reference}',
          'needs a person for other hosts than it is bound to, and for none that narrow',
        ),
        ...testsOf('test/unit/cli/require-person.test.ts')(
          'allows nothing after another answer, or none',
          'allows nothing where there is no terminal, whatever comes by stdin',
          "takes '--yes' for an answer where the operator's settings say so, and nowhere else",
        ),
      ],
    },
    {
      attack: 'Terminal sequences',
      tries:
        'Sets titles, clears the screen and turns text around by descriptions, policies, paths, arguments and answers of a registry, at every command',
      defence: 'Commands print through one place, which writes what moves or hides as an escape',
      tests: testsOf('test/security/terminal/controls.test.ts')(
        'is tried here, whatever command it is',
        'sends a terminal no raw control character: ${command}',
      ),
    },
    {
      attack: 'A damaged policy',
      tries: 'Makes a policy file unreadable',
      defence: 'Nothing is allowed until it is mended',
      tests: [
        ...testsOf('test/integration/components/rights.test.ts')(
          'is nothing while the policy file is damaged',
        ),
        ...testsOf('test/unit/policy/store/policy-store.test.ts')(
          'allows nothing while a${ending} is ${name}',
        ),
      ],
    },
  ],
}
