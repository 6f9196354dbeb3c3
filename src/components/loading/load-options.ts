/** Where a load stands; `total` is null while it is unknown. */
export interface LoadProgress {
  readonly message: string
  readonly done: number
  readonly total: number | null
}

/** How a load reports and stops. */
export interface LoadOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined
}
