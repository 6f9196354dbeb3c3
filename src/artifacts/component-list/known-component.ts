/** An entry of the list that is searched: what somebody says of a component that may be loaded. */
export interface KnownComponent {
  readonly name: string
  readonly description: string
  /** A reference. */
  readonly uri: string
}
