/**
 * The few weights of the ranking, with what each part measures. All parts lie in 0..1 and depend on the two texts
 * alone, so that a pair has one score, whoever asks and whatever else is in the index.
 * Chosen on a plateau of the graded sets; `npm run eval` prints what they are worth.
 */
export const weights = {
  version: '2026-11-2',
  parts: {
    /** Word-by-word meeting of the scene and the whole profile, both ways (geometric mean). */
    profile: 1,
    /** The same against the best single card. */
    card: 0.2,
    /** Mean over the requirements of what the best card covers of each. */
    coverage: 0.2,
    /** Shared tokens, both ways. */
    lexical: 0.4,
    /** Cosine of the mean vectors. */
    dense: 0.06,
  },
  /** What an endpoint's model adds where one is configured, each reading from 0, unrelated, to 1, related. */
  meaning: {
    /** The whole scene and the whole profile. */
    whole: 0.12,
    /** Mean over the requirements of the nearest card. */
    requirement: 0.03,
    /** The whole scene and what is nearest to it, a card or the whole profile. */
    card: 0.06,
  },
  /**
   * What unrelated texts reach by their length alone, per natural logarithm of their distinct words: taken off the
   * sum, so that long profiles gain nothing by it and scenes of any length compare.
   */
  lengthBias: { demand: 0.02, supply: 0.015 },
  /** Logistic from there to the chance that a reader grades the pair 2 or better. */
  calibration: { midpoint: 0.083, width: 0.044 },
  /** The same where a model's meaning is part of the sum, which spreads it wider. */
  meaningCalibration: { midpoint: 0.25, width: 0.078 },
} as const

export type Part = keyof typeof weights.parts

/**
 * What the best card must cover of a requirement's weighted words. Of requirements met by unrelated companies of the
 * example data one in twenty reaches `met` and one in four `partly`; below `unknown` nothing in the profile comes near.
 */
export const coverageThresholds = { met: 0.38, partly: 0.26, unknown: 0.12 } as const

/** A sentence is quoted from this share of the requirement on; a weaker one would explain nothing. */
export const quotedShareMin = 0.16

/** An essential requirement that is not met caps the score shown, and leaves the order alone. */
export const unmetEssentialCap = 60

/** A scene that does not say what follows success stands lower in the company's list by this factor. */
export const unknownAfterSuccessFactor = 0.9
