// Distribution functions and quantiles at real arguments, over the cephes library. The only file that knows which library it is.

import { createRequire } from 'node:module'

type Cephes = {
  lgam(x: number): number
  psi(x: number): number
  incbet(a: number, b: number, x: number): number
  incbi(a: number, b: number, p: number): number
  igami(a: number, q: number): number
  ndtri(p: number): number
}

// TRICKY: cephes compiles its WebAssembly at once only in the CommonJS build; its types are not reachable from nodenext.
const require = createRequire(import.meta.url)
const cephes = require('cephes') as Cephes

/** Standard normal quantile of 0.975, rounded as everywhere in Rumb. */
export const Z95 = 1.959964

/** Two-sided tail of every 95 % interval. */
export const TAIL95 = 0.025

/** ln Γ(x), x > 0. */
export const lnGamma = (x: number): number => cephes.lgam(x)

/** ψ(x) = d ln Γ(x) / dx, x > 0. */
export const digamma = (x: number): number => cephes.psi(x)

/** ln B(a, b). */
export const lnBeta = (a: number, b: number): number => lnGamma(a) + lnGamma(b) - lnGamma(a + b)

/** P(X <= x) of Beta(a, b). */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // TRICKY: Γ(a) Γ(b) overflows unseen in cephes where one shape is tiny and their sum just below 171.6: one step by the recurrence
  // I_x(a, b) = I_x(a + 1, b) + x^a (1 - x)^b / (a B(a, b)), NIST DLMF 8.17.20.
  if (Math.min(a, b) < 1 && a + b > 140 && a + b < 172) {
    if (b < a) return 1 - betaCdf(1 - x, b, a)
    return cephes.incbet(a + 1, b, x) + Math.exp(a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) - lnBeta(a, b))
  }
  return cephes.incbet(a, b, x)
}

/** The least x with P(X <= x) >= p of Beta(a, b); a, b > 0 and real. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0
  if (p >= 1) return 1
  // TRICKY: cephes throws on underflow. Near 0 the distribution function is x^a / (a B(a, b)), near 1 likewise.
  const edge = lnBeta(a, b)
  if ((Math.log(p * a) + edge) / a < -600) return 0
  if ((Math.log1p(-p) + Math.log(b) + edge) / b < -600) return 1
  const found = cephes.incbi(a, b, p)
  // TRICKY: the inverse falls into the same hole, and is then found by halving.
  return Math.abs(betaCdf(found, a, b) - p) <= 1e-7 * p ? found : betaQuantileByHalving(p, a, b, edge)
}

/** The same by halving ln x between the least double and 0. */
function betaQuantileByHalving(p: number, a: number, b: number, edge: number): number {
  let [low, high] = [-700, 0]
  while (high - low > 1e-13) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    const isBelow = a * middle - Math.log(a) - edge < -700 || betaCdf(Math.exp(middle), a, b) < p
    if (isBelow) low = middle
    else high = middle
  }
  return Math.exp(high)
}

/** TRICKY: from about 7,000 on cephes throws on underflow at some shapes; from here the expansion below is right to 3e-11. */
const LARGE_SHAPE = 1000

/**
 * The quantile of Gamma(shape, scale 1); shape > 0 and real. Large shapes by the expansion around the normal quantile:
 * Cornish and Fisher 1938, Revue de l'Institut International de Statistique 5:307-320; Abramowitz and Stegun 26.2.49.
 */
export function gammaQuantile(p: number, shape: number): number {
  if (p <= 0) return 0
  if (shape >= LARGE_SHAPE) {
    const z = cephes.ndtri(p)
    const [z2, root] = [z * z, Math.sqrt(shape)]
    const inner = (z * (z2 - 7)) / 36 - ((3 * z2 + 7) * z2 - 16) / (810 * root) + (z * ((9 * z2 + 256) * z2 - 433)) / (38_880 * shape)
    return shape + root * z + (z2 - 1) / 3 + inner / root
  }
  // TRICKY: cephes throws on underflow of tiny shapes; near 0 the distribution function is x^k / Γ(k + 1).
  if ((Math.log(p) + lnGamma(shape + 1)) / shape < -600) return 0
  return cephes.igami(shape, 1 - p)
}

/** The quantile of Student's t with real degrees of freedom, through the beta quantile (Abramowitz and Stegun 26.7.1). */
export function studentQuantile(p: number, df: number): number {
  if (p === 0.5) return 0
  const tail = p < 0.5 ? p : 1 - p
  const x = betaQuantile(2 * tail, df / 2, 0.5)
  const t = Math.sqrt((df * (1 - x)) / x)
  return p < 0.5 ? -t : t
}

/** P(B <= k) of a binomial(n, p), through the incomplete beta function (Abramowitz and Stegun 26.5.24). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0
  if (k >= n) return 1
  return betaCdf(1 - p, n - k, k + 1)
}
