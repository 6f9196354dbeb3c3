import { type AttackGroup, testsOf } from '../attack.ts'

const hosts = testsOf('test/security/network/hosts.test.ts')
const egress = testsOf('test/integration/egress/attacks.test.ts')
const sockets = testsOf('test/integration/egress/sockets.test.ts')

/** Attacks on the network. */
export const NETWORK: AttackGroup = {
  name: 'Network',
  attacks: [
    {
      attack: 'A host or port that is not listed',
      tries: 'Sends a request to another host, and to another port of a granted one',
      defence: 'Deny by default, decided by the host process before anything is looked up',
      tests: hosts(
        'sends nothing to a host that no rule names',
        'sends nothing to a port that no rule names',
      ),
    },
    {
      attack: 'Redirects inside',
      tries: 'A granted server redirects to loopback, `169.254.169.254` and a unique-local address',
      defence: 'Redirects are left to the guest: each is a new request, decided anew',
      tests: hosts('follows no redirect to a private address, though every name is granted'),
    },
    {
      attack: 'Names that lead inside',
      tries: 'A granted name has a loopback, private, link-local or mapped address',
      defence: 'Each address is decided on after DNS; private ranges need a rule of their own',
      tests: [
        ...egress('leads nowhere when a granted name is said to be ${inside}'),
        ...egress('leads only to those addresses of a name that are allowed'),
        ...sockets('does not go where a granted name of the public DNS leads inside'),
      ],
    },
    {
      attack: 'Special addresses',
      tries: 'Every special-purpose block of IANA and the addresses of clouds, by a load and by a guest',
      defence: 'One table for both; the stricter answer of two',
      tests: testsOf('test/unit/addresses/special-addresses.test.ts')(
        'keeps loads and guests from ${addresses[0]}, ${what}',
      ),
    },
    {
      attack: 'DNS rebinding',
      tries: 'A name answers one address for the check and another for the connection',
      defence: 'One lookup; the connection goes to the address that was decided on, literally',
      tests: egress('connects to what was decided on, though the name changes at once'),
    },
    {
      attack: 'Spellings of an address',
      tries: 'Decimal, octal, hexadecimal, short, full-width, IPv4-mapped and NAT64 spellings of loopback',
      defence: 'Hosts are normalised before the decision, and what was decided on is what is sent',
      tests: [
        ...hosts(
          'reaches this machine by no spelling of its address',
          'gets past no deny by another spelling',
        ),
        ...egress('decides on ${spelling} as on what it is', 'sends the host as it was decided on'),
        ...sockets('does not go to an address in the spelling of the other family'),
      ],
    },
    {
      attack: 'Spellings of a path',
      tries:
        'Leaves an allowed path, or enters a denied one, by `..`, escapes of escapes, parameters, casing, spaces',
      defence:
        'What servers read in different ways is under no path that allows, and under every one that denies',
      tests: testsOf('test/security/network/paths.test.ts')(
        'lead out of no path that a rule allows',
        'lead into no path that a rule denies',
      ),
    },
    {
      attack: 'User information',
      tries: '`granted.example@127.0.0.1`',
      defence: 'An authority is a host and a port, and nothing else',
      tests: [...hosts('takes what stands before an @ for no host'), ...egress('takes no user information')],
    },
    {
      attack: 'A proxy of the environment',
      tries: '`HTTP_PROXY` and its like send requests elsewhere',
      defence: 'Requests of guests use no proxy',
      tests: egress('is not used'),
    },
    {
      attack: 'Raw sockets',
      tries: 'TCP and UDP by a rule on HTTP; listening',
      defence: 'Sockets need a rule that says so',
      tests: sockets('goes nowhere by a rule on HTTP', 'goes nowhere by a rule on TCP', 'does not listen'),
    },
    {
      attack: 'Sockets of JavaScript that broke out',
      tries: 'Opens a socket of the sandbox process itself',
      defence: "No network in bubblewrap, and none by Node's permission model since Node.js 25",
      tests: testsOf('test/unit/sandbox/process/sandbox-process.test.ts')(
        'reaches no address, not even of this machine',
      ),
      sinceNode: 25,
    },
    {
      attack: 'DNS as a channel',
      tries: 'Looks up `secret-data.attacker.example`, directly and by a request',
      defence: 'Only granted names are looked up',
      tests: [
        ...sockets('asks for a name that a rule names, and for no other'),
        ...egress('asks nobody for a name that is not granted'),
      ],
    },
  ],
}
