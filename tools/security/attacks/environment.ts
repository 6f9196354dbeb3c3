import { type AttackGroup, testsOf } from '../attack.ts'

const variables = testsOf('test/security/environment/variables.test.ts')
const process = testsOf('test/unit/sandbox/process/sandbox-process.test.ts')

/** Attacks on what a guest can see of us. */
export const ENVIRONMENT: AttackGroup = {
  name: 'Environment',
  attacks: [
    {
      attack: 'Variables',
      tries: 'Reads the environment of the server by `wasi:cli` and `wasi:config`',
      defence: 'The process has an empty environment; only granted keys of the configured one are shown',
      tests: [
        ...variables('shows no variable of the server'),
        ...process('is started with an empty environment, as the operating system sees it'),
        ...testsOf('test/integration/components/rights.test.ts')(
          'holds the configured variables that are granted, and no others',
        ),
      ],
    },
    {
      attack: 'Arguments and working directory',
      tries: 'Reads the command line and where the server runs',
      defence: 'There are none',
      tests: [
        ...variables('shows no argument of the command line and no working directory'),
        ...process('has no environment, no arguments of ours, and no folder of the user'),
      ],
    },
    {
      attack: 'Standard input, terminals',
      tries: 'Reads the messages of the client, listens',
      defence: 'Input is at its end; there is no terminal and no listening',
      tests: variables('has no input to read, no terminal and no socket to listen on'),
    },
    {
      attack: 'Clocks',
      tries: 'Learns the time zone, and time finer than documented',
      defence: 'UTC, and a wall clock in milliseconds; the monotonic clock is exact, as documented',
      tests: variables('has a wall clock of whole milliseconds, in UTC'),
    },
    {
      attack: 'JavaScript that broke out',
      tries: 'Reads files, starts programs, workers and an inspector, loads addons, makes code from text',
      defence:
        "Node's permission model, for a component without granted files; the operating system's wall for every one",
      tests: process('can do nothing but compute'),
    },
    {
      attack: 'Code that is past Node too',
      tries:
        'Writes outside of its grants, into memory and the kernel, and looks for files, processes and addresses',
      defence:
        'In bubblewrap it finds nothing but what was granted, and all else is sealed against writing; Landlock opens nothing else',
      tests: testsOf('test/security/environment/wall.test.ts')(
        'leaves nothing to write but what was granted, memory of the host included',
        'keeps a server that runs as root from handing out the settings of the kernel',
        'shows no file, process or variable of the host',
        'leads to no address, not even of this machine',
        'leaves nothing to read, list and write but what was granted, and no way to make a socket or a link',
      ),
    },
    {
      attack: 'System calls',
      tries:
        'Native code makes links, sockets, processes, namespaces, mounts, keys, programs for the kernel, and reaches other processes',
      defence:
        'Behind a wall a filter of system calls with a list of what is allowed; no capabilities, no new privileges, no user of the system',
      tests: testsOf('test/security/environment/system-calls.test.ts')(
        'are refused where they make links, sockets, keys, namespaces, processes, or reach others',
        'would be taken without the filter',
        'are not known where their arguments cannot be looked at, or nobody knew them',
        'has a filter, no capability, no new privileges, another user and no descriptor of the wall',
      ),
    },
    {
      attack: 'A debugger of the server',
      tries: 'Sends the server the signal at which Node opens a debugger on loopback',
      defence: 'The signal is taken, and does nothing',
      tests: testsOf('test/security/environment/debugger.test.ts')('opens no debugger'),
    },
    {
      attack: 'Descriptors of whoever started the server',
      tries: 'Uses a file or a socket that was open when the server was started',
      defence:
        'A sandbox process is handed its outputs and one channel, and nothing in the place of the rest',
      tests: testsOf('test/security/environment/descriptors.test.ts')(
        'are not handed on to a sandbox process',
      ),
    },
    {
      attack: 'What another call left',
      tries: 'Looks for memory of an earlier call',
      defence: 'A fresh instance for every call',
      tests: testsOf('test/integration/sandbox/limits.test.ts')(
        'shows no call what another one left in memory',
      ),
    },
    {
      attack: 'Secrets',
      tries:
        'Sends a secret to a host that it is not bound to, in pieces, in other spellings and by TRACE; returns and prints it',
      defence: 'Bound secrets are filled in by the host process for their hosts; answers are redacted',
      tests: [
        ...testsOf('test/e2e/secret.test.ts')(
          'go to the host that they are bound to, and to nobody else',
          'are seen by the guest where the policy lists them, and by nobody who reads what it says',
        ),
        ...testsOf('test/unit/secrets/inject-secrets.test.ts')(
          'fills in no other spelling of a placeholder, and no header name',
          'reveals nothing to a server that sends back what it was sent',
        ),
      ],
    },
  ],
}
