/** What goes into a jsonb column: node-postgres would send an array as an array of Postgres, and a string as it stands. */
export function jsonValue(value: object | string | number | boolean | null): string {
  return JSON.stringify(value)
}
