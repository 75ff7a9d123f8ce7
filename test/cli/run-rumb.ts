// Runs the real `rumb` as a shell would: a process, two streams, an exit code.
import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'

const program = resolve(import.meta.dirname, '../../bin/rumb.mjs')

export type Ran = { code: number | null; out: string; err: string }

/** Without the environment's own RUMB_ settings. */
function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RUMB_')))
  return { ...plain, ...extra }
}

export function startRumb(
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
  stdin: 'ignore' | 'pipe' = 'ignore',
): ChildProcess {
  return spawn(process.execPath, [program, ...args], { env: environment(extra), stdio: [stdin, 'pipe', 'pipe'] })
}

/** `input` is what it reads from stdin. */
export async function runRumb(args: readonly string[], extra: Readonly<Record<string, string>> = {}, input?: string): Promise<Ran> {
  const child = startRumb(args, extra, input === undefined ? 'ignore' : 'pipe')
  child.stdin?.end(input)
  const { promise, resolve: done } = Promise.withResolvers<Ran>()
  let out = ''
  let err = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text))
  child.once('close', (code) => done({ code, out, err }))
  return promise
}

/** Resolves with stdout as soon as it matches; rejects when the process ends first. */
export function waitForOutput(child: ChildProcess, pattern: RegExp): Promise<string> {
  const { promise, resolve: found, reject } = Promise.withResolvers<string>()
  let out = ''
  let err = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text
    if (pattern.test(out)) found(out)
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text))
  child.once('close', (code) => reject(new Error(`ended with ${code}: ${err}`)))
  return promise
}

export function waitForEnd(child: ChildProcess): Promise<number | null> {
  const { promise, resolve: ended } = Promise.withResolvers<number | null>()
  child.once('close', (code) => ended(code))
  return promise
}
