// Connecting by the consent of a person at the provider: what the tab keeps while they are away, and what they come back with.
import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import type { ResourceOutput } from './contract.ts'
import { postJson } from './http.ts'

export type ConsentAsk = { system: string; source: string; address: string; client_id: string; client_secret: string }

const keptName = 'rumb.consent'
type Kept = { state: string; key: string; into: string }

/** Only this tab can give the answer: the key never leaves it. */
export function useConsent(into: string): UseMutationResult<ResourceOutput<'consent'>, Error, ConsentAsk> {
  return useMutation({
    mutationFn: (ask: ConsentAsk) => postJson<ResourceOutput<'consent'>>('/consents', ask, undefined, into),
    onSuccess: ({ url, state, key }) => {
      sessionStorage.setItem(keptName, JSON.stringify({ state, key, into } satisfies Kept))
      location.assign(url)
    },
  })
}

/** Taken from the address before anything else reads it: a code is not for the history of the browser. */
const arrived = location.pathname === '/connected' ? Object.fromEntries(new URLSearchParams(location.search)) : null
if (arrived !== null) history.replaceState(null, '', '/connected')

export type Connected = ResourceOutput<'consentAnswer'> & { into: string }

/** Asked once, however often a page is drawn. */
let answering: Promise<Connected> | null = null

/** Rejects when the provider sent nobody here, or the server refused. */
export function answerConsent(): Promise<Connected> {
  answering ??= answerOnce()
  return answering
}

async function answerOnce(): Promise<Connected> {
  const text = sessionStorage.getItem(keptName)
  sessionStorage.removeItem(keptName)
  const { state = '', ...told } = arrived ?? {}
  const kept = text === null ? null : (JSON.parse(text) as Kept)
  const ask = { state: state || '-', key: kept?.state === state ? kept.key : '-', told }
  const made = await postJson<ResourceOutput<'consentAnswer'>>('/consent-answers', ask, undefined, kept?.into ?? null)
  return { ...made, into: kept?.into ?? '' }
}
