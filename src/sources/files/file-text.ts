// Text of a file: unpacked, in the right encoding, as a stream. What a file is, is seen by its first bytes.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import iconv from 'iconv-lite'
import { AppError } from '../../contract/errors.ts'

export type FileForm = 'parquet' | 'zip' | 'gzip' | 'old-excel' | 'empty' | 'text'

const SIGNS: readonly [FileForm, readonly number[]][] = [
  ['parquet', [0x50, 0x41, 0x52, 0x31]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['gzip', [0x1f, 0x8b]],
  ['old-excel', [0xd0, 0xcf, 0x11, 0xe0]],
]

export async function findFileForm(path: string): Promise<FileForm> {
  const head = await readHead(path, 8)
  if (head.length === 0) return 'empty'
  return SIGNS.find(([, sign]) => sign.every((byte, at) => head[at] === byte))?.[0] ?? 'text'
}

async function readHead(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0)
  await file.close()
  return buffer.subarray(0, bytesRead)
}

export type TextFile = {
  /** What the file is called towards the user. */
  name: string
  path: string
  isGzip: boolean
  encoding: string
}

/** Bytes of the file, unpacked. `onBytes` counts what was read from the disk. */
export function openBytes(path: string, isGzip: boolean, onBytes: (bytes: number) => void = () => undefined): Readable {
  const raw = createReadStream(path, { highWaterMark: 1 << 18 })
  raw.on('data', (chunk) => onBytes(chunk.length))
  if (!isGzip) return raw
  const unpacked = createGunzip()
  raw.once('error', (error) => unpacked.destroy(error))
  return raw.pipe(unpacked)
}

/** The text in pieces, without byte order mark. */
export async function* readText(file: TextFile, onBytes?: (bytes: number) => void): AsyncGenerator<string> {
  const decoder =
    file.encoding === 'utf-8' ? iconv.getDecoder('utf-8', { stripBOM: true }) : iconv.getDecoder(file.encoding, { stripBOM: true })
  for await (const chunk of guarded(file.name, openBytes(file.path, file.isGzip, onBytes))) {
    const text = decoder.write(chunk)
    if (text !== '') yield text
  }
  const rest = decoder.end()
  if (rest) yield rest
}

/** TRICKY: zlib tells of a cut-off or damaged file by an error in the stream. */
async function* guarded(name: string, bytes: Readable): AsyncGenerator<Buffer> {
  try {
    yield* bytes as AsyncIterable<Buffer>
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (!code.startsWith('Z_')) throw cause
    throw new AppError('bad_input', `${name} is damaged or cut off: it cannot be unpacked`, {
      path: name,
      cause,
      hint: 'Pack or download it again',
    })
  }
}

export function checkEncoding(encoding: string, name: string): string {
  if (iconv.encodingExists(encoding)) return encoding.toLowerCase()
  throw new AppError('bad_input', `Unknown encoding ${encoding} for ${name}`, {
    path: 'encoding',
    hint: 'For example utf-8, utf-16le, windows-1251',
  })
}

/** The encoding by byte order mark, what XML declares, zero bytes, validity as UTF-8 and, failing that, the letters of windows-1251. */
export async function findEncoding(name: string, path: string, isGzip: boolean): Promise<string> {
  const seen = { first: undefined as Buffer | undefined, isUtf8: true, high: new Uint32Array(256) }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of guarded(name, openBytes(path, isGzip))) {
    seen.first ??= Buffer.from(chunk)
    const told = findWide(seen.first) ?? findDeclared(seen.first)
    if (told !== undefined) return told
    if (seen.isUtf8) seen.isUtf8 = isDecodable(decoder, chunk)
    if (!seen.isUtf8) for (const byte of chunk) seen.high[byte]! += 1
    if (!seen.isUtf8 && seen.high.subarray(128).reduce((sum, n) => sum + n, 0) > ENOUGH) break
  }
  if (seen.isUtf8 && isDecodable(decoder)) return 'utf-8'
  if (looksCyrillic(seen.high)) return 'windows-1251'
  throw new AppError('ambiguous_input', `${name} is neither UTF-8 nor windows-1251`, {
    path: name,
    hint: 'Name its encoding in a mapping (--map), for example: encoding: windows-1252',
  })
}

const ENOUGH = 50_000

function findWide(head: Buffer): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const sample = head.subarray(0, 4096)
  const zeros = [0, 0]
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]! += 1
  })
  const many = sample.length / 5
  if (zeros[1]! > many && zeros[0]! < many / 10) return 'utf-16le'
  if (zeros[0]! > many && zeros[1]! < many / 10) return 'utf-16be'
  return undefined
}

/** XML says its encoding itself, and so do bank statements for 1C. */
function findDeclared(head: Buffer): string | undefined {
  if (head.toString('latin1', 0, 40).includes('1CClientBankExchange'))
    return /Кодировка=DOS/.test(iconv.decode(head.subarray(0, 2000), 'cp866')) ? 'cp866' : undefined
  const name = /^<\?xml[^>]*\sencoding=["']([\w-]+)["']/.exec(head.toString('latin1', 0, 200))?.[1]
  return name !== undefined && iconv.encodingExists(name) ? name.toLowerCase() : undefined
}

function isDecodable(decoder: InstanceType<typeof TextDecoder>, chunk?: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined })
    return true
  } catch {
    // TRICKY: a fatal TextDecoder says "not UTF-8" by throwing.
    return false
  }
}

/** In windows-1251 most high bytes of Russian or Ukrainian text are small letters; in code page 866 and KOI8 they are not. */
function looksCyrillic(counts: Uint32Array): boolean {
  const sum = (from: number, to: number) => counts.subarray(from, to + 1).reduce((total, n) => total + n, 0)
  const all = sum(0x80, 0xff)
  const small = sum(0xe0, 0xff) + counts[0xb3]! + counts[0xb4]! + counts[0xba]! + counts[0xbf]! + counts[0xb8]!
  const vowels = [0xe0, 0xe5, 0xe8, 0xee, 0xf3, 0xb3].reduce((total, byte) => total + counts[byte]!, 0)
  const large = sum(0xc0, 0xdf)
  const few = counts[0x98]! === 0
  if (!few || all === 0) return false
  return (small + large) / all > 0.8 && (small > large ? vowels / small > 0.25 : all < 2_000)
}
