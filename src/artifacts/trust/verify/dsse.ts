/** What DSSE signs (its pre-authentication encoding), so that type and payload cannot be mixed up. */
export function signedBytesOf(payloadType: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `
  return Buffer.concat([Buffer.from(head), payload])
}
