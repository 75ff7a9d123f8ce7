// Tokens of an application as a system gives them: an access token that soon expires and a refresh token that is good once.
import type { Served } from './fake-server.ts'

export type TokenPair = {
  /** What is given in place of a plain token. */
  application: string
  /** Answers a renewal. `more` stands in the answer besides. */
  renew: (body: string, more?: Readonly<Record<string, unknown>>) => Served
  isKnown: (authorization: unknown) => boolean
  renewals: () => { made: number; misused: number }
}

/** `uses`: requests an access token is good for. */
export function makeTokenPair({ token, uses }: { token: string; uses: number }): TokenPair {
  const pair = { access: '', refresh: 'refresh-0', uses: 0, made: 0, misused: 0 }
  return {
    application: JSON.stringify({ client_id: 'id', client_secret: 'secret', refresh_token: 'refresh-0' }),
    renew: (body, more = {}) => {
      const form = new URLSearchParams(body)
      if (
        form.get('refresh_token') !== pair.refresh ||
        form.get('client_secret') !== 'secret' ||
        form.get('grant_type') !== 'refresh_token'
      ) {
        pair.misused += 1
        return { status: 400, body: { error: 'invalid_grant', error_description: 'expired access/refresh token' } }
      }
      pair.made += 1
      Object.assign(pair, { access: `access-${pair.made}`, refresh: `refresh-${pair.made}`, uses: 0 })
      return { status: 200, body: { token_type: 'Bearer', access_token: pair.access, refresh_token: pair.refresh, ...more } }
    },
    isKnown: (authorization) => {
      if (authorization === `Bearer ${token}`) return true
      pair.uses += 1
      return pair.access !== '' && authorization === `Bearer ${pair.access}` && pair.uses <= uses
    },
    renewals: () => ({ made: pair.made, misused: pair.misused }),
  }
}
