import { refuse, unwrap } from '../shared/refusal.ts'

export type ZipEntry = { name: string; bytes: Uint8Array<ArrayBuffer> }

/** What an archive may unpack to, counted while it is unpacked, whatever it says of itself. */
export const unpackedBytesMax = 8_388_608
export const entriesMax = 200

const localHeader = 0x04034b50
const centralHeader = 0x02014b50
const endRecord = 0x06054b50
const endRecordBytes = 22
const commentBytesMax = 65_535
const namesInUtf8 = 0x0800
const stored = 0
const deflated = 8

/** A zip archive of these files; `packed` false leaves them as they are. */
export async function zip(entries: readonly ZipEntry[], packed = true): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const body = packed ? await throughStream(bytes, new CompressionStream('deflate-raw')) : bytes
    const nameBytes = new TextEncoder().encode(name)
    const common = commonFields(packed ? deflated : stored, crc32(bytes), body.length, bytes.length, nameBytes.length)
    const head = joined([words(localHeader), common, nameBytes])
    // Made by 2.0; no comment, first disk, plain file, no attributes.
    directory.push(joined([words(centralHeader), halves(20), common, new Uint8Array(10), words(offset), nameBytes]))
    parts.push(head, body)
    offset += head.length + body.length
  }
  const index = joined(directory)
  const count = entries.length
  return joined([...parts, index, words(endRecord), halves(0, 0, count, count), words(index.length, offset), halves(0)])
}

/** The files of an archive that `wanted` names; refused when it is none, or would unpack to more than fits. */
export async function unzip(archive: Uint8Array<ArrayBuffer>, wanted: (name: string) => boolean): Promise<ZipEntry[]> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  const listed = listEntries(archive, view).filter(({ name }) => wanted(name))
  if (new Set(listed.map(({ name }) => name)).size < listed.length) return notReadable()
  let left = unpackedBytesMax
  const entries: ZipEntry[] = []
  for (const entry of listed) {
    const bytes = await unpack(archive, view, entry, left)
    if (crc32(bytes) !== entry.crc) return notReadable()
    left -= bytes.length
    entries.push({ name: entry.name, bytes })
  }
  return entries
}

type Listed = { name: string; method: number; crc: number; size: number; offset: number }

function listEntries(archive: Uint8Array, view: DataView): Listed[] {
  const end = endOf(view)
  const count = view.getUint16(end + 10, true)
  if (count > entriesMax) return tooLarge()
  const listed: Listed[] = []
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== centralHeader) return notReadable()
    const nameLength = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength))
    listed.push({
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      size: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return listed
}

/** Where the archive's last record begins; a comment may follow it. */
function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - endRecordBytes - commentBytesMax)
  for (let at = view.byteLength - endRecordBytes; at >= first; at -= 1) if (view.getUint32(at, true) === endRecord) return at
  return notReadable()
}

async function unpack(
  archive: Uint8Array<ArrayBuffer>,
  view: DataView,
  entry: Listed,
  left: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { offset, size, method } = entry
  if (offset + 30 > archive.length || view.getUint32(offset, true) !== localHeader) return notReadable()
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (from + size > archive.length) return notReadable()
  const body = archive.slice(from, from + size)
  if (method === stored) return body.length > left ? tooLarge() : body
  if (method !== deflated) return notReadable()
  return throughStream(body, new DecompressionStream('deflate-raw'), left)
}

async function throughStream(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  max = Infinity,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read().catch(notReadable)
    if (done) return joined(chunks)
    length += value.length
    if (length > max) {
      await reader.cancel().catch(() => undefined)
      return tooLarge()
    }
    chunks.push(value)
  }
}

function commonFields(method: number, crc: number, packedBytes: number, bytes: number, nameBytes: number): Uint8Array {
  // Needs 2.0; 1 January 1980, so that the same plan makes the same file.
  return joined([halves(20, namesInUtf8, method, 0, 0x21), words(crc, packedBytes, bytes), halves(nameBytes, 0)])
}

function words(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value, true)
  return new Uint8Array(view.buffer)
}

function halves(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 2))
  for (const [index, value] of values.entries()) view.setUint16(index * 2, value, true)
  return new Uint8Array(view.buffer)
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
  return crc
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

function notReadable(): never {
  return unwrap<never>(refuse('sheet.not_readable'))
}

function tooLarge(): never {
  return unwrap<never>(refuse('request.too_large', { limit: unpackedBytesMax }))
}
