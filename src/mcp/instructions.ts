/** What the model is told about this server, once, at the start. */
export const INSTRUCTIONS = [
  'The tools of this server are functions of WebAssembly components.',
  'Each component runs in its own sandbox and reaches no file, host or variable of the machine unless a policy grants it.',
  'Components that are already installed offer their tools from the start; list-components names them.',
  "To get more tools, give load-component a reference such as 'oci://registry/repository:tag' or 'file:///path/name.wasm', then read the tool list again.",
  'When a tool reports that access was denied, work with what is granted or propose a grant to the user.',
  'Never edit a policy file: permissions change through the tools for them alone.',
].join(' ')
