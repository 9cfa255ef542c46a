/**
 * The few weights of the ranking, with what each part measures. All parts lie in 0..1 and depend on the two texts
 * alone, so that a pair has one score, whoever asks and whatever else is in the index.
 * Chosen on a plateau of the graded sets; `npm run eval` prints what they are worth.
 */
export const weights = {
  version: '2026-11-1',
  parts: {
    /** Word-by-word meeting of the scene and the whole profile, both ways (geometric mean). */
    profile: 1,
    /** The same against the best single card. */
    card: 0.4,
    /** Mean over the requirements of what the best card covers of each. */
    coverage: 0.2,
    /** Shared tokens, both ways. */
    lexical: 0.8,
    /** Cosine of the mean vectors. */
    dense: 0.06,
  },
  /** Logistic from the convex sum to the chance that a reader grades the pair 2 or better. */
  calibration: { midpoint: 0.169, width: 0.026 },
} as const

export type Part = keyof typeof weights.parts

/** A requirement counts as met or partly met from these shares of its weighted words on. */
export const coverageThresholds = { met: 0.2, partly: 0.08 } as const

/** An essential requirement that nothing covers caps the score shown, and leaves the order alone. */
export const unmetEssentialCap = 60

/** A scene that does not say what follows success stands lower in the company's list by this factor. */
export const unknownAfterSuccessFactor = 0.9
