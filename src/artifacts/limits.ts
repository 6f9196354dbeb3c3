const KIBIBYTE = 1024
const MEBIBYTE = 1024 * KIBIBYTE

/** What registries themselves accept; a larger manifest is an attack on our memory. */
export const MAX_MANIFEST_BYTES = 4 * MEBIBYTE

/** Layers of a manifest, and manifests of an index or a list of referrers. */
export const MAX_LAYERS = 10_000

/** Annotations of one thing. */
export const MAX_ANNOTATIONS = 1_000

/** Tags on one page; registries that cut none tell all. */
export const MAX_TAGS = 100_000

/** Thousands of tags, as nightly builds leave them. */
export const MAX_TAG_LIST_BYTES = 4 * MEBIBYTE

/** Of some hundred tags each, as registries cut them. */
export const MAX_TAG_PAGES = 100

/** Some thousand components with their descriptions. */
export const MAX_COMPONENT_LIST_BYTES = MEBIBYTE

/** The names of what a component imports and exports, and a few more. */
export const MAX_CONFIG_BYTES = MEBIBYTE

/** A policy is a page of YAML that a person has to read. */
export const MAX_POLICY_BYTES = 256 * KIBIBYTE

/** The config and layers that nobody here reads: one of each in practice. */
export const MAX_COMPANIONS = 16

/** Token answers and error bodies: a few kilobytes in practice. */
export const MAX_ANSWER_BYTES = 128 * KIBIBYTE

/** Unless the settings say otherwise; the largest published components (JavaScript, Python) are about 40 MiB. */
export const DEFAULT_MAX_COMPONENT_BYTES = 256 * MEBIBYTE

/** A manifest of signatures is a page of JSON; cosign 2 keeps all signatures of an artifact in one. */
export const MAX_SIGNATURE_MANIFEST_BYTES = MEBIBYTE

/** One signature: 10 KiB with a certificate and log entries, more where it tells how a thing was built. */
export const MAX_SIGNATURE_BYTES = MEBIBYTE

/** Anybody who may push can attach; after this many the rest is not looked at. */
export const MAX_SIGNATURES = 50

/** An archive of some hundred components; it is not compressed, so that nothing in it can be larger than it. */
export const MAX_ARCHIVE_BYTES = 32 * 1024 * MEBIBYTE

/** A component has some five blobs with its signatures. */
export const MAX_ARCHIVE_ENTRIES = 10_000
