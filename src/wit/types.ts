/**
 * A WIT type with every alias resolved. WIT types cannot be recursive, so a type is a finite tree.
 *
 * Names are kebab-case as written in WIT, without a leading `%`. A record, variant, enum or flags also has the `name`
 * that the component gave it, where it gave one: documentation is found by it.
 *
 * @see https://component-model.bytecodealliance.org/design/wit.html
 */
export type WitType =
  | { readonly kind: 'bool' | 'char' | 'string' | 'error-context' }
  | { readonly kind: IntegerKind }
  | { readonly kind: 'f32' | 'f64' }
  | { readonly kind: 'list'; readonly element: WitType; readonly length?: number }
  | { readonly kind: 'map'; readonly key: WitType; readonly value: WitType }
  | { readonly kind: 'option'; readonly some: WitType }
  | { readonly kind: 'result'; readonly ok: WitType | null; readonly err: WitType | null }
  | { readonly kind: 'tuple'; readonly items: readonly WitType[] }
  | { readonly kind: 'record'; readonly name?: string; readonly fields: readonly WitField[] }
  | { readonly kind: 'variant'; readonly name?: string; readonly cases: readonly WitCase[] }
  | { readonly kind: 'enum'; readonly name?: string; readonly names: readonly string[] }
  | { readonly kind: 'flags'; readonly name?: string; readonly names: readonly string[] }
  | { readonly kind: 'own' | 'borrow'; readonly resource: string }
  | { readonly kind: 'future' | 'stream'; readonly element: WitType | null }

/** The integer types by name: sign and width. */
export type IntegerKind = 's8' | 's16' | 's32' | 's64' | 'u8' | 'u16' | 'u32' | 'u64'

/** The `WitType` of one kind: `WitTypeOf<'record'>`. */
export type WitTypeOf<Kind extends WitType['kind']> = Extract<WitType, { readonly kind: Kind }>

/** A field of a record. */
export interface WitField {
  readonly name: string
  readonly type: WitType
}

/** A case of a variant; `type` is null where the case carries nothing. */
export interface WitCase {
  readonly name: string
  readonly type: WitType | null
}

/** A parameter of a function. */
export interface WitParameter {
  readonly name: string
  readonly type: WitType
}

/** A function that a component exports, on its own or as part of an interface. */
export interface WitFunction {
  /** `namespace:package/interface@version` with the version where there is one; null for a function of the world itself. */
  readonly interface: string | null
  /** As written in WIT: `get-current-time`; `[method]r.f`, `[static]r.f`, `[constructor]r` for functions of a resource. */
  readonly name: string
  readonly isAsync: boolean
  readonly parameters: readonly WitParameter[]
  readonly result: WitType | null
}

/** What a component asks for and offers. */
export interface WitWorld {
  /** Names of imports that somebody has to give: interfaces that have a function, with version, and functions. */
  readonly imports: readonly string[]
  readonly functions: readonly WitFunction[]
}
