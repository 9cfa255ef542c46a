/**
 * The few weights of the ranking, with what each part measures. All parts lie in 0..1 and depend on the two texts
 * alone, so that a pair has one score, whoever asks and whatever else is in the index.
 * Chosen on a plateau of the graded sets; `npm run eval` prints what they are worth.
 */
export const weights = {
  version: '2026-11-4',
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
  /** How often a word of what is asked, title and requirements, counts for once of a word that stands around it. */
  askedTimes: 2,
  /** What counts beside the texts, added to their sum; a profile or scene that says nothing of it neither gains nor loses. */
  standing: {
    /** The best case: who vouches for it, whether it gives a figure, how like its setting is. */
    evidence: 0.02,
    /** How far the card's stage lies above the least that is asked for. */
    readiness: 0.006,
    /** The same district, or half for the same city: so little that it only parts those who fit alike. */
    proximity: 0.001,
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
   * What unrelated texts reach by their length alone, per product of the natural logarithms of both sides' distinct
   * words: taken off the sum, so that long profiles gain nothing by it and scenes of any length compare. A long scene
   * meets more of a long profile than of a short one, which is why the two are multiplied.
   */
  lengthBias: 0.003,
  /**
   * What a text of a profile may say beside its own matter: so many weighted words, some six sentences, are free, and
   * each word more is taken off the sum. A sentence is to the matter from that cosine on with what the others say.
   */
  stray: { relatedMin: 0.12, allowed: 25, perWord: 0.008 },
  /**
   * Logistic from there to the chance that a reader grades the pair 2 or better: the likeliest for the graded pairs and
   * as many .05 higher, for so much higher lie unrelated texts as long as the product's own, which nobody graded.
   * `npm run eval:all -- --calibrate` tells what both are worth on the graded pairs.
   */
  calibration: { midpoint: 0.16, width: 0.034 },
  /** The same where a model's meaning is part of the sum, which spreads it wider. */
  meaningCalibration: { midpoint: 0.376, width: 0.066 },
} as const

export type Part = keyof typeof weights.parts

/** A logistic from the fit to the chance that a reader calls the pair plausible. */
export type Calibration = { midpoint: number; width: number }

/** What a district can learn from its own judgements, under a version of its own; the shipped weights are one of these. */
export type RankingWeights = {
  version: string
  parts: Readonly<Record<Part, number>>
  calibration: Calibration
  meaningCalibration: Calibration
}

/**
 * What the best card must cover of a requirement's weighted words. Of requirements met by unrelated companies of the
 * example data one in twenty reaches `met` and one in four `partly`; below `unknown` nothing in the profile comes near.
 */
export const coverageThresholds = { met: 0.38, partly: 0.26, unknown: 0.12 } as const

/** What a case counts by how far its claim was checked, and the share of that where it gives no figure. */
export const proofWeights = { verified: 1, document: 0.6, self: 0.3, unmeasured: 0.5 } as const

/** A case whose words answer this share of a scene’s weight stands in a setting like the scene’s. */
export const likeSettingShare = 0.08

/** A sentence is quoted from this share of the requirement on; a weaker one would explain nothing. */
export const quotedShareMin = 0.16

/** An essential requirement that is not met caps the score shown, and leaves the order alone. */
export const unmetEssentialCap = 60

/**
 * What the company's side of a pair is multiplied by: a scene that does not say what follows success, which also stands
 * lower in the company's list by this factor; no pilot free; a budget that just covers the least price; and what of
 * room or money nobody knows.
 */
export const companySideFactors = { afterSuccessUnknown: 0.9, roomLeast: 0.9, moneyLeast: 0.9, unknown: 0.95 } as const
