/**
 * The chance that somebody looks at this place of a ranking, against the first: 1 / log2(1 + place), which is the
 * discount of nDCG read as attention (Singh and Joachims, "Fairness of Exposure in Rankings", KDD 2018). Who was drawn
 * for a place by lot is seen with this chance times that of having been drawn.
 */
export function examination(place: number): number {
  return 1 / Math.log2(1 + place)
}
