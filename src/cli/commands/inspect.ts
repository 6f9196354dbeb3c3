import { Command } from 'commander'

import type { ListedTool } from '#components'
import { visibleJson } from '#platform'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import { withComponents, type CommonFlags } from '../with-components.ts'

/** `inspect <id>`: the tools of one component with their schemas. */
export function inspectCommand(context: CliContext): Command {
  return new Command('inspect')
    .description('Show the tools of a component and their schemas')
    .argument('<component-id>', 'id of the component')
    .action((id: string, _flags, command: Command) =>
      withComponents(context, command.optsWithGlobals<CommonFlags>(), async ({ components }) => {
        if (!components.list().some((component) => component.id === id)) {
          throw new ExitError(
            `Component '${id}' not found. Use 'component load' to load the component first.`,
          )
        }
        const tools = components.tools().filter((tool) => tool.componentId === id)
        context.stdout.write(tools.map(describeTool).join(''))
      }),
    )
}

function describeTool({ name, description, inputSchema, outputSchema }: ListedTool): string {
  const lines = [
    `${name}, Some(${visibleJson(description)})`,
    `input schema: ${visibleJson(inputSchema, 2)}`,
    `output schema: ${visibleJson(outputSchema ?? null, 2)}`,
  ]
  return `${lines.join('\n')}\n`
}
