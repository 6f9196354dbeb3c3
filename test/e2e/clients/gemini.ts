import { expectOutput, runClient, type ClientCheck } from './client-check.ts'

/** Gemini CLI: says that it is connected. */
export const gemini: ClientCheck = {
  name: 'Gemini CLI',
  program: 'gemini',
  async run(user) {
    const trusting = { ...user, env: { ...user.env, GEMINI_CLI_TRUST_WORKSPACE: 'true' } }
    await runClient(['gemini', 'mcp', 'add', '--scope', 'user', 'wassette', ...user.server], trusting)
    expectOutput(await runClient(['gemini', 'mcp', 'list'], trusting), /wassette: .*Connected/)
  },
}
