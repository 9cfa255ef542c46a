export type Part = 'index' | 'embedding'

/** Something outside does not answer, or not now; what asked for it goes on without it, or later. */
export class UnavailableError extends Error {
  override name = 'UnavailableError'
  readonly part: Part

  constructor(part: Part, message: string, options?: ErrorOptions) {
    super(message, options)
    this.part = part
  }
}

/** The index refused these documents for what they hold; trying again would not help. */
export class DocumentsRefusedError extends Error {
  override name = 'DocumentsRefusedError'
  /** Why, by id. */
  readonly refused: ReadonlyMap<string, string>

  constructor(refused: ReadonlyMap<string, string>) {
    super(`the index refused ${refused.size} documents: ${[...refused.values()][0]}`)
    this.refused = refused
  }
}

/** The set, or the space of a query's vector, no longer serves: another took its place. Ask for the sets again. */
export class SetGoneError extends Error {
  override name = 'SetGoneError'
}
