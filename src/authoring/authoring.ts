import type {
  Artifacts,
  CopyResult,
  FetchOptions,
  PushResult,
  SignatureReport,
  SignResult,
  VerifyRequest,
} from '#artifacts'

import { inspectArtifact, type InspectedArtifact } from './inspect-artifact.ts'
import { publishComponent, type PublishRequest } from './publish-component.ts'
import { signArtifact, type SignRequest } from './sign-artifact.ts'
import { pullComponent, type PullRequest, type PullResult } from './pull-component.ts'

/** What the room works with. */
export interface AuthoringParts {
  readonly artifacts: Artifacts
  /** The time that published artifacts carry, where the same input has to give the same bytes; null for now. */
  readonly sourceDate: Date | null
  /** The largest component that is published. */
  readonly maxBytes: number
}

/** What authors and operators do at registries. */
export class Authoring implements AsyncDisposable {
  readonly #parts: AuthoringParts
  readonly #artifacts: Artifacts

  constructor(parts: AuthoringParts) {
    this.#parts = parts
    this.#artifacts = parts.artifacts
  }

  /** @see publishComponent */
  async publish(request: PublishRequest, options: FetchOptions = {}): Promise<PushResult> {
    const registries = await this.#artifacts.registries()
    const { maxBytes, sourceDate } = this.#parts
    return publishComponent({ registries, maxBytes, created: sourceDate ?? new Date() }, request, options)
  }

  /** @see pullComponent */
  pull(request: PullRequest, options: FetchOptions = {}): Promise<PullResult> {
    return pullComponent(this.#artifacts, request, options)
  }

  /** Copies an artifact with its signatures, byte for byte. @throws CodedError as a pull and a push */
  async copy(from: string, to: string, options: FetchOptions = {}): Promise<CopyResult> {
    return (await this.#artifacts.registries()).copy(from, to, options)
  }

  /** @see inspectArtifact */
  async inspect(reference: string, options: FetchOptions = {}): Promise<InspectedArtifact> {
    const [registries, signatures] = await Promise.all([
      this.#artifacts.registries(),
      this.#artifacts.signatures(),
    ])
    return inspectArtifact({ registries, signatures }, reference, options)
  }

  /** @see signArtifact */
  async sign(request: SignRequest, options: FetchOptions = {}): Promise<SignResult> {
    const signatures = await this.#artifacts.signatures()
    return signArtifact({ signatures, created: this.#parts.sourceDate ?? new Date() }, request, options)
  }

  /** Looks at every signature of an artifact. @throws CodedError `HOST_UNREACHABLE`, `KEY_INVALID`, `TRUST_RULE_MISSING`, … */
  async verify(
    reference: string,
    request: VerifyRequest,
    options: FetchOptions = {},
  ): Promise<SignatureReport> {
    return (await this.#artifacts.signatures()).verify(reference, request, options)
  }

  /** Tags of a repository, numbers in order of size. @throws CodedError `ARTIFACT_NOT_FOUND`, `LOGIN_REQUIRED`, … */
  async tags(reference: string, options: FetchOptions = {}): Promise<readonly string[]> {
    return (await this.#artifacts.registries()).tags(reference, options)
  }

  /** Ends every connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#artifacts.close()
  }
}
