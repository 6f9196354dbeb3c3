/** No single call moves more bytes than this between guest and host, whatever length the guest asks for. */
export const MAX_CALL_BYTES = 16 * 1024 * 1024

/** As many things can be waited for in one `poll`; more is a guest that wants to exhaust the process. */
export const MAX_POLLABLES = 10_000

/** How much a guest may print at once, between two calls of `check-write`. */
export const OUTPUT_PERMIT_BYTES = 1024 * 1024

/** The names and values of one set of headers or trailers. */
export const MAX_FIELDS_BYTES = 128 * 1024
