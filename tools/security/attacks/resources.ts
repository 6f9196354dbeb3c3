import { type AttackGroup, testsOf } from '../attack.ts'

const runaway = testsOf('test/security/resources/runaway.test.ts')
const memory = testsOf('test/integration/components/memory.test.ts')
const unread = testsOf('test/security/resources/unread-output.test.ts')
const calls = testsOf('test/e2e/robustness/calls.test.ts')

/** Attacks on time, memory and output. */
export const RESOURCES: AttackGroup = {
  name: 'Resources',
  attacks: [
    {
      attack: 'Endless loop',
      tries: 'Never returns',
      defence: 'The process is killed at the limit of the call; other components have processes of their own',
      tests: runaway('is stopped in an endless loop, and holds up no other component'),
    },
    {
      attack: 'Sleep for ever',
      tries: 'Waits on a timer of 46 days',
      defence: 'The limit of the call counts waiting too; a cancelled call ends at once',
      tests: [
        ...runaway('is stopped when it sleeps for ever'),
        ...calls('that sleeps for ever ends when its call is cancelled, and takes the next one'),
      ],
    },
    {
      attack: 'Memory growth',
      tries: 'Grows its memory, many memories and values of JavaScript',
      defence:
        'Limits of the instance in V8, of the component and of all components together as the system counts them',
      tests: [
        ...runaway('gets no more memory than its limit'),
        ...memory(
          'is bounded for all of its calls together, and the next call works',
          'is bounded outside of WebAssembly too',
          'is bounded in the values of JavaScript',
        ),
        ...testsOf('test/integration/sandbox/all-processes.test.ts')(
          'ends the biggest process of all components, and says so',
        ),
        ...testsOf('test/unit/sandbox/pool/component-group.test.ts')(
          'kills the biggest process when all tools together have too much memory',
        ),
      ],
    },
    {
      attack: 'Table growth',
      tries: 'Grows a table without end',
      defence: 'A limit on table entries',
      tests: runaway('gets no table without end'),
    },
    {
      attack: 'Deep recursion',
      tries: 'Calls itself without end',
      defence: 'A trap, which fails one call',
      tests: runaway('traps when it calls itself without end'),
    },
    {
      attack: 'Log flood',
      tries: 'Prints without end on stdout and stderr',
      defence: 'Output of a call is cut by lines and bytes, in the guest process and in the host',
      tests: [
        ...runaway('is stopped while it prints without end, and its lines are cut'),
        ...testsOf('test/unit/sandbox/pool/component-process.test.ts')('cannot flood the log'),
      ],
    },
    {
      attack: 'A log that nobody reads',
      tries: 'Prints megabytes while the client has a pipe for stderr and does not read it',
      defence: 'Log lines that find no room are dropped and counted; nothing waits for a reader',
      tests: unread(
        'gets the answers of every component, hears how many lines were dropped, and can end the server',
      ),
    },
    {
      attack: 'Answers that nobody reads',
      tries: 'Asks for megabytes and does not read stdout',
      defence:
        'Large ones have 64 MiB together; the client is not listened to while others wait; the end of its input is seen',
      tests: unread(
        'can end the server',
        'is not listened to while megabytes of answers wait for it, and gets all of them when it reads',
      ),
    },
    {
      attack: 'Large results at once',
      tries: 'Answers dozens of calls with the largest result that there may be',
      defence:
        'All of them have 64 MiB together, until they are read; one without room fails, and small answers go first',
      tests: testsOf('test/security/resources/large-results.test.ts')(
        'have so much room together that some fail, and let a small answer go first',
      ),
    },
    {
      attack: 'JSON-RPC on stdout',
      tries: 'Prints what looks like an answer of the server',
      defence: 'Output goes to the log, as one JSON string; stdout of the server is not reachable',
      tests: calls('that prints what looks like a message of the server reaches the log, not the client'),
    },
    {
      attack: 'Open descriptors',
      tries: 'Opens thousands of folders and requests, and closes none',
      defence: 'A limit on each; what a call left open is closed with it',
      tests: [
        ...testsOf('test/security/storage/descriptors.test.ts')(
          'keeps no more open than an instance may have, and none when it is gone',
        ),
        ...testsOf('test/integration/egress/http.test.ts')(
          'refuses more requests at once than a component may have',
        ),
      ],
    },
    {
      attack: 'Fork by many instances',
      tries: 'Calls that come by the dozen',
      defence: 'A limit of calls at once, a queue with an end, four processes a component',
      tests: runaway('starts no process by calling often, and has so many calls at once and no more'),
    },
  ],
}
