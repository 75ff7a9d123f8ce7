// A token of an application: it lives for an hour or so and is renewed with a second one, which most systems replace each time.
// The new pair is kept before it is used, so that a crash between the two loses nothing.
import { AppError } from '../contract/errors.ts'
import { type Clock, type HttpAnswer, HttpClient } from './http-client.ts'
import { parseJson } from './parse-json.ts'
import { toText, toValues, type Values } from './wire-values.ts'

/** What is sealed with a connection in place of a plain token. Whatever else the system told stays in it. */
export type Grant = Values & { client_id: string; client_secret: string; refresh_token: string; access_token?: string }

type Options = {
  grant: Grant
  title: string
  /** Where and how the system renews: a form, or an address with everything in it. */
  renewal: (grant: Grant) => { origin: string; path: string; form?: URLSearchParams; headers?: Readonly<Record<string, string>> }
  keep: (token: string) => Promise<void>
  clock: Clock
}

/** Null: the token is a plain one, good as it is. */
export function readGrant(token: string): Grant | null {
  const values = toValues(parseJson(token))
  const { client_id, client_secret, refresh_token } = values
  const isGrant = [client_id, client_secret, refresh_token].every((text) => typeof text === 'string')
  return isGrant ? (values as Grant) : null
}

export class OauthToken {
  #grant: Grant
  readonly #options: Options
  #renewing: Promise<void> | null = null

  constructor(options: Options) {
    this.#options = options
    this.#grant = options.grant
  }

  /** Empty before the first renewal: the system then says that it has expired. */
  get access(): string {
    return this.#grant.access_token ?? ''
  }

  get grant(): Grant {
    return this.#grant
  }

  /** Requests that find the token expired at once share one renewal. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null
    })
    return this.#renewing
  }

  async #renew(): Promise<void> {
    const { renewal, keep, clock, title } = this.#options
    const { origin, path, form, headers = {} } = renewal(this.#grant)
    const judge = ({ status, body }: HttpAnswer) => {
      if (status === 0 || status === 429 || status >= 500 || (status === 200 && body === null)) return { againMs: null }
      if (status === 200 && toText(toValues(body).access_token) !== null) return 'take'
      return new AppError('source_unavailable', `${title} no longer accepts the application.`, { hint: 'Connect it again.' })
    }
    const client = new HttpClient({ origin, headers, judge, clock, limit: { perSecond: 1, burst: 1 } })
    const { body } = await (form === undefined ? client.get(path) : client.post(path, form))
    const told = toValues(body)
    const next = {
      ...this.#grant,
      access_token: toText(told.access_token)!,
      refresh_token: toText(told.refresh_token) ?? this.#grant.refresh_token,
    }
    await keep(JSON.stringify(next))
    this.#grant = next
  }
}
