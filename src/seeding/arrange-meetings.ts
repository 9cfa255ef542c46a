/** Somebody at the tables, and what they are there for. */
export type Comer = { id: string; domains: readonly string[] }
export type Arranged = { slot: number; table: number; department: string; company: string }

/**
 * A timetable good enough to be looked at: slot by slot every department, each at its own table, meets the company it
 * shares most with among those that are free and that it has not met.
 */
export function arrangeMeetings(
  departments: readonly Comer[],
  companies: readonly Comer[],
  { slots, each, companyMax }: { slots: number; each: number; companyMax: number },
): Arranged[] {
  const arranged: Arranged[] = []
  const of = (id: string) => arranged.filter(({ department, company }) => department === id || company === id)
  for (let slot = 1; slot <= slots; slot += 1) {
    for (const [index, department] of departments.entries()) {
      if (of(department.id).length >= each) continue
      const isOpen = ({ id }: Comer) => {
        const own = of(id)
        return own.length < companyMax && own.every((one) => one.slot !== slot && one.department !== department.id)
      }
      const open = companies.filter((company) => isOpen(company) && shared(department, company) > 0)
      const [best] = open.toSorted((one, other) => shared(department, other) - shared(department, one))
      if (best !== undefined) arranged.push({ slot, table: index + 1, department: department.id, company: best.id })
    }
  }
  return arranged
}

function shared(one: Comer, other: Comer): number {
  return one.domains.filter((domain) => other.domains.includes(domain)).length
}
