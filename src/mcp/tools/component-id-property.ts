/** The schema of the argument `component_id`. */
export function componentIdProperty(): { readonly type: 'string'; readonly description: string } {
  return { type: 'string', description: 'Id of the component, as list-components shows it' }
}
