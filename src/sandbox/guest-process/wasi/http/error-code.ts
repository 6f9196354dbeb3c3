/** `wasi:http/types` `error-code`, of which we name the cases that we answer with ourselves. */
export type HttpErrorCode =
  | { readonly tag: 'HTTP-request-denied' }
  | { readonly tag: 'HTTP-request-URI-invalid' }
  | { readonly tag: 'internal-error'; readonly val: string | undefined }

/** No rule allows the request. */
export const REQUEST_DENIED: HttpErrorCode = { tag: 'HTTP-request-denied' }
