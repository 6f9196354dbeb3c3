import type { InstalledComponent } from '../types.ts'

/** A tool that is called. */
export interface CalledTool {
  readonly component: Pick<InstalledComponent, 'id' | 'digest' | 'reference'>
  /** As it is listed: what people read. */
  readonly name: string
  /** Its exported function: what rules for single tools name. */
  readonly function: string
}
