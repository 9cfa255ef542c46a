const tokenBytes = 32

/** 256 bits that nobody guesses, fit for an address. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(tokenBytes))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/u, '')
}

/** What is stored of a token. */
export async function tokenHash(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Letters and digits that are not mistaken for one another when read aloud. */
const readable = 'abcdefghjkmnpqrstuvwxyz23456789'
const readableLength = 16

/** 79 bits in four groups, to be read from a screen. */
export function readablePassword(): string {
  const letters: string[] = []
  while (letters.length < readableLength) {
    const byte = crypto.getRandomValues(new Uint8Array(1))[0]!
    // The bytes beyond the last whole round would favour the first letters.
    if (byte < 256 - (256 % readable.length)) letters.push(readable[byte % readable.length]!)
  }
  return letters.join('').replace(/(.{4})(?=.)/gu, '$1-')
}
