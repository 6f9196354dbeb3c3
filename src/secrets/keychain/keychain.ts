/** Where one value lies in a keychain. */
export interface KeychainItem {
  readonly service: string
  readonly account: string
}

/** The store of the operating system that keeps values encrypted while nobody is logged in. */
export interface Keychain {
  readonly name: string
  /** Null when there is no such item. @throws CodedError `KEYCHAIN_FAILED` */
  read(item: KeychainItem): Promise<string | null>
  /** Puts a value in place of one that may be there. @throws CodedError `KEYCHAIN_FAILED` */
  write(item: KeychainItem, value: string): Promise<void>
  /** Content when there is none. @throws CodedError `KEYCHAIN_FAILED` */
  remove(item: KeychainItem): Promise<void>
}
