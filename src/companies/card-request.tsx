import { refuse, unwrap } from '../shared/refusal.ts'
import type { C } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { CardArticle } from './card-article.tsx'
import { findCard } from './card-store.ts'
import type { CardRecord } from './card-store.ts'
import { maySee } from './company-access.ts'
import { cardView, targetOfCard } from './company-view.ts'

/** The card of the path, if the reader may know of it. */
export async function seenCard(c: C): Promise<CardRecord> {
  const { db, clock } = c.get('ports')
  const actor = c.get('actor')
  const card = await findCard(db, actor.districtId, pathId(c, 'card.not_found'))
  return card !== undefined && maySee(actor, targetOfCard(card, clock())) ? card : unwrap<never>(refuse('card.not_found'))
}

/** The card as this reader may see it. */
export function CardPicture({ c, card, heading = 'h3' }: { c: C; card: CardRecord; heading?: 'h1' | 'h3' }) {
  const viewing = { actor: c.get('actor'), now: c.get('ports').clock(), zone: c.get('district').timeZone }
  return <CardArticle c={c} card={cardView(card, viewing)} heading={heading} />
}
