import { type AttackGroup, testsOf } from '../attack.ts'

const hosts = testsOf('test/security/network/hosts.test.ts')
const requests = testsOf('test/security/network/requests.test.ts')
const egress = testsOf('test/integration/egress/attacks.test.ts')
const session = testsOf('test/unit/sandbox/egress/egress-session.test.ts')
const framing = testsOf('test/integration/egress/framing.test.ts')
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
      attack: 'Request smuggling',
      tries: 'Line breaks in headers, path, method and authority; absolute paths; forged lengths; CONNECT',
      defence: 'Checked by the guest half, and again by the host process, byte for byte',
      tests: [
        ...requests('are not split by line breaks in a header, path, method or host'),
        ...egress('can not begin a line, a second request or another host', 'can not open a tunnel'),
        ...egress('can not say how the connection is used'),
        ...session('does not take smuggled lines, hosts and user information to the server'),
      ],
    },
    {
      attack: 'Forged lengths',
      tries:
        'Writes a second request behind a short, double, signed or listed `Content-Length`, by the guest and by a process that was taken over; a body that a server leaves unread',
      defence:
        'The host process writes one length and sends exactly so many bytes; over HTTP/1.1 a request with a body ends its connection',
      tests: [
        ...framing(
          'carries no second one behind ${what}',
          'is empty where its length says so, whatever comes behind',
          'is one, as long as its headers say, whoever counts',
          'ends its connection when it has a body, which some servers would read as the next request',
          'has no header of the connection and no trailer that frames',
        ),
        ...requests('end where their length says, or do not go out'),
        ...testsOf('test/security/network/kept-connections.test.ts')(
          'of ${name} sees each request that was decided on, and no other',
        ),
      ],
    },
    {
      attack: 'Methods in odd case',
      tries: '`get` where the rule says `GET`',
      defence: 'The method goes out as it was decided on',
      tests: framing('names the method that was decided on'),
    },
    {
      attack: 'Another `Host` header',
      tries: 'Names a second host to a server that serves many',
      defence: '`Host` is ours to say',
      tests: [
        ...requests('name in their Host header the host that was decided on'),
        ...session('drops a Host header that the process sends past our guest half'),
      ],
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
    {
      attack: 'Response bombs',
      tries: 'Endless bodies and headers, compressed bombs',
      defence: 'Bodies stream under a limit, headers have one, nothing is unpacked',
      tests: [
        ...egress('send as much as the limit says, and compressed bytes stay compressed'),
        ...egress('flood with headers'),
        ...testsOf('test/integration/egress/streams.test.ts')('end with an error past their limit'),
      ],
    },
    {
      attack: 'One byte at a time',
      tries: 'A granted server answers in chunks of one byte, or in endless answers before the answer',
      defence:
        'Pieces are joined, and each component has a share of every turn of the event loop; credit counts messages as well as bytes',
      tests: [
        ...testsOf('test/integration/egress/many-pieces.test.ts')(
          'has its bytes joined, and takes as many turns as it sends pieces by the thousand',
          'is held back when the guest does not read, by messages as by bytes',
        ),
        ...testsOf('test/integration/egress/interim-answers.test.ts')('have an end'),
      ],
    },
    {
      attack: 'Many TLS connections',
      tries: 'Opens every flow that it may over TLS, where certificates of the operator are trusted too',
      defence: 'Certificates are read once for a component, and not for each connection',
      tests: testsOf('test/unit/sandbox/egress/upstream-pool.test.ts')(
        'reads the certificates of its settings once, and not for each connection',
      ),
    },
    {
      attack: 'Slow servers',
      tries: 'Dribbles a body, or never answers',
      defence: 'The limit of the call ends the call and its connection',
      tests: egress(
        'dribble: the call ends by its own limit, and the connection with it',
        'do not answer: the call ends by its own limit',
      ),
    },
    {
      attack: 'A process that was taken over',
      tries: 'Speaks to the host process itself: flows of other calls, sockets, lookups, garbage',
      defence: 'Every message is parsed and decided on in the host; garbage ends the process',
      tests: [
        ...testsOf('test/integration/egress/lying-process.test.ts')(
          'is killed for ${what}',
          'reaches nothing that was not granted',
        ),
        ...session('gives up a process that speaks for another call'),
      ],
    },
  ],
}
