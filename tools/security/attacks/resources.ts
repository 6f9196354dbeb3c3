import { type AttackGroup, testsOf } from '../attack.ts'

const runaway = testsOf('test/security/resources/runaway.test.ts')
const memory = testsOf('test/integration/components/memory.test.ts')
const unread = testsOf('test/security/resources/unread-output.test.ts')
const bystanders = testsOf('test/security/resources/bystanders.test.ts')
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
      attack: 'Going on after the end',
      tries: 'Waits, catches every error, has itself called back or woken when its call is over',
      defence:
        'A trap that nobody catches ends it at the end of its call; nothing enters it again, no timer of it fires',
      tests: [
        ...testsOf('test/security/resources/finished-calls.test.ts')(
          'makes nothing more when its call was cancelled: ${way}',
          'makes nothing more when its time was over: ${way}',
          'makes nothing more when its function has returned and it has itself called back',
        ),
        ...testsOf('test/unit/sandbox/life/instance-life.test.ts')(
          'lets nobody in after the end',
          'ends who sleeps, also who catches everything, before it says that it is over',
          'fires no timer after the end',
        ),
      ],
    },
    {
      attack: 'A process that works on',
      tries: 'JavaScript that broke out says that a call is over, and goes on without one',
      defence:
        'A process without a call is stopped; one that was told to drop a call is killed with the last of its others',
      tests: testsOf('test/security/resources/lying-processes.test.ts')(
        'is not believed that it let go of a cancelled call',
        'is not believed for longer than other calls last in it, and gets no further one',
        'is stopped while it has no call',
        'is killed when it works on after its last answer',
      ),
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
      attack: 'Huge results',
      tries: 'Returns strings and lists of hundreds of megabytes, values that its types do not allow',
      defence: 'A limit on results, and a check of each value against its type in the host',
      tests: [
        ...calls('over the limit is an error with its name, and the next call works'),
        ...testsOf('test/integration/components/lying-results.test.ts')('fails its call and nothing else'),
      ],
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
      defence: 'The client is not listened to while they wait; the end of its input is seen all the same',
      tests: unread(
        'can end the server',
        'is not listened to while megabytes of answers wait for it, and gets all of them when it reads',
      ),
    },
    {
      attack: 'Millions of small values',
      tries: 'Returns three million empty lists, control characters, keys that come twice',
      defence: 'Results come in pieces, each JSON as it comes; the limit is that of the JSON',
      tests: [
        ...bystanders('while the result of a call is millions of values, which come in pieces'),
        ...testsOf('test/unit/wit/values/result-reader.test.ts')(
          'counts the JSON as it is, and whatever it is',
          'refuses a key that comes twice, of which parsers would take one or the other',
          'throws nothing but its own errors for any bytes, and reads no more than there are',
        ),
      ],
    },
    {
      attack: 'Messages without end',
      tries: 'A process that was taken over never stops talking',
      defence: 'It is listened to for a millisecond at a time, then others are',
      tests: bystanders(
        'while a process says again and again that it waits',
        'while a process prints for a call that nobody made',
        'while a process tells of uses of files',
        'while a process sends answers of nobody',
        'while a process prints on its own stderr',
      ),
    },
    {
      attack: 'Messages of no kind',
      tries:
        'Sends frames of 60 MB, values of two bytes by the million, lengths with nothing behind them, single bytes',
      defence:
        'An encoding of our own, with a limit of bytes and values for each kind of message; the process is killed',
      tests: [
        ...testsOf('test/unit/sandbox/pool/component-process.test.ts')(
          'is killed for each kind of garbage, and the next call gets a process of its own',
        ),
        ...testsOf('test/unit/sandbox/protocol/sandbox-frame-reader.test.ts')(
          'refuses a frame by its header, before any of it has come',
          'puts a long frame together that comes byte by byte',
        ),
      ],
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
    {
      attack: 'A stream that nobody reads',
      tries: 'Lets a server send and does not read',
      defence: 'Each direction of a flow has a window, so that the server is held back',
      tests: [
        ...testsOf('test/integration/egress/streams.test.ts')(
          'hold the server back while the guest does not read',
        ),
      ],
    },
  ],
}
