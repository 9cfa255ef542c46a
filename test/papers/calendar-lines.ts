/** One component of an iCalendar file, as RFC 5545 has it. */
export type Component = {
  name: string
  properties: { name: string; parameters: Record<string, string>; value: string }[]
  parts: Component[]
}

/** Reads a file by the letter of RFC 5545, and throws where it breaks it. */
export function readCalendar(file: string): Component {
  if (!file.endsWith('\r\n')) throw new Error('the last line has no end')
  const physical = file.slice(0, -2).split('\r\n')
  for (const line of physical) {
    if (/[\r\n]/u.test(line)) throw new Error(`a lone line end in ${JSON.stringify(line)}`)
    if (new TextEncoder().encode(line).length > 75) throw new Error(`over 75 octets: ${line}`)
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/u.test(line)) throw new Error(`a control character in ${JSON.stringify(line)}`)
    if (!line.isWellFormed()) throw new Error('half a character')
  }
  const lines = physical
    .join('\r\n')
    .replaceAll(/\r\n[ \t]/gu, '')
    .split('\r\n')
  const root: Component = { name: 'FILE', properties: [], parts: [] }
  const open = [root]
  for (const line of lines) {
    const [, name, parameters, value] = /^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^":;,]*))*):(.*)$/su.exec(line) ?? []
    if (name === undefined || value === undefined) throw new Error(`not a content line: ${line}`)
    if (name === 'BEGIN') {
      const part: Component = { name: value, properties: [], parts: [] }
      open.at(-1)!.parts.push(part)
      open.push(part)
    } else if (name === 'END') {
      if (open.pop()!.name !== value) throw new Error(`END:${value} ends something else`)
    } else {
      const pairs = [...(parameters ?? '').matchAll(/;([A-Z0-9-]+)=([^;]*)/gu)].map(([, key, said]) => [key!, said!])
      open.at(-1)!.properties.push({ name, parameters: Object.fromEntries(pairs), value })
    }
  }
  if (open.length !== 1 || root.parts.length !== 1) throw new Error('components are not closed')
  return root.parts[0]!
}

export function eventsOf(calendar: Component): Component[] {
  return calendar.parts.filter(({ name }) => name === 'VEVENT')
}

/** The one value of a property that may stand once. */
export function valueOf(component: Component, name: string): string | undefined {
  const found = component.properties.filter((property) => property.name === name)
  if (found.length > 1) throw new Error(`${name} stands ${found.length} times`)
  return found[0]?.value
}

export function textOf(component: Component, name: string): string {
  const value = valueOf(component, name) ?? ''
  if (/(?<!\\)(?:\\\\)*[;,]/u.test(value)) throw new Error(`${name} is not escaped: ${value}`)
  return value.replaceAll(/\\(.)/gu, (_, character: string) => (/n/iu.test(character) ? '\n' : character))
}

/** A time in UTC, such as 20260310T013000Z. */
export function timeOf(component: Component, name: string): string {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u.exec(
    valueOf(component, name) ?? '',
  )!
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}
