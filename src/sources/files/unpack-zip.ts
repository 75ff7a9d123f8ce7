// Unpacks the tables of a zip archive into a directory, in bounded memory. Names inside are labels only, never paths.
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { Unzip, type UnzipFile, UnzipInflate } from 'fflate'
import { AppError } from '../../contract/errors.ts'

const UNPACKED_MAX = 20_000_000_000
const FILES_MAX = 500
const TAIL_BYTES = 66_000
const END_SIGN = Buffer.from([0x50, 0x4b, 0x05, 0x06])

export type Unpacked = { name: string; path: string }

export async function unpackZip(name: string, path: string, into: string, isWanted: (file: string) => boolean): Promise<Unpacked[]> {
  await checkEnd(name, path)
  const files: Unpacked[] = []
  const open_: { stream: WriteStream; isDone: boolean }[] = []
  let failure: unknown
  let size = 0
  const unzip = new Unzip((entry: UnzipFile) => {
    const label = basename(entry.name)
    if (entry.name.endsWith('/') || entry.name.startsWith('__MACOSX') || label.startsWith('.') || !isWanted(label)) return
    const target = join(into, String(files.length))
    const out = { stream: createWriteStream(target), isDone: false }
    files.push({ name: label, path: target })
    open_.push(out)
    entry.ondata = (error, chunk, isFinal) => {
      failure ??= error
      size += chunk?.length ?? 0
      if (chunk !== undefined && error === null) out.stream.write(chunk)
      if (isFinal) {
        out.isDone = true
        out.stream.end()
      }
    }
    entry.start()
  })
  unzip.register(UnzipInflate)
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
      unzip.push(new Uint8Array(chunk as Buffer))
      await Promise.all(open_.map(({ stream }) => drained(stream)))
      if (failure) throw failure
      if (size > UNPACKED_MAX || files.length > FILES_MAX)
        throw new AppError('too_large', `${name} unpacks to too much`, { path: name, hint: 'Send its files in parts' })
    }
    unzip.push(new Uint8Array(0), true)
  } catch (cause) {
    // TRICKY: fflate tells of a damaged archive by bare errors.
    for (const { stream } of open_) stream.destroy()
    throw cause instanceof AppError ? cause : damaged(name, cause)
  }
  if (open_.some(({ isDone }) => !isDone)) throw damaged(name, failure)
  await Promise.all(open_.map(({ stream }) => finished(stream)))
  return files
}

const damaged = (name: string, cause: unknown) =>
  new AppError('bad_input', `${name} is damaged or cut off: it cannot be unpacked`, {
    path: name,
    cause,
    hint: 'Pack or download it again',
  })

async function drained(stream: WriteStream): Promise<void> {
  if (stream.writableNeedDrain) await new Promise<void>((resolve) => stream.once('drain', () => resolve()))
}

/** The directory of an archive stands at its end: without it, something was cut off. */
async function checkEnd(name: string, path: string): Promise<void> {
  const { size } = await stat(path)
  const length = Math.min(size, TAIL_BYTES)
  const file = await open(path)
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
  await file.close()
  if (buffer.indexOf(END_SIGN) < 0) throw damaged(name, undefined)
}
