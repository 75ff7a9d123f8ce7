// A seeded source of random numbers and of draws from the laws used here. The generator is named in an answer's notes.

/** The generator's name for the notes of an answer. */
export const GENERATOR = 'xoshiro128**'

/** A stream of draws; the same seed gives the same stream on every machine. */
export type SeededRandom = {
  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number
  normal(): number
  /** Gamma with scale 1. */
  gamma(shape: number): number
  beta(a: number, b: number): number
  poisson(mean: number): number
  /** A whole number in [0, n). */
  below(n: number): number
}

/** Spreads one whole number over the four words of the state. splitmix32, after Steele, Lea and Flood 2014, OOPSLA. */
function seedWords(seed: number): [number, number, number, number] {
  let state = seed | 0
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    let x = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
    return x ^ (x >>> 15)
  }
  return [next(), next(), next(), next()]
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by))

/** 32 random bits a call. Blackman and Vigna 2021, ACM Transactions on Mathematical Software 47(4), xoshiro128**. */
function bitsOf(seed: number): () => number {
  let [a, b, c, d] = seedWords(seed)
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return result >>> 0
  }
}

/** A new stream. Different seeds give unrelated streams. */
export function seededRandom(seed: number): SeededRandom {
  const bits = bitsOf(seed)
  const uniform = () => ((bits() >>> 5) * 67_108_864 + (bits() >>> 6)) / 9_007_199_254_740_992
  const normal = normalFrom(uniform)
  const gamma = (shape: number) => Math.exp(logGamma(shape, uniform, normal))
  return {
    uniform,
    normal,
    gamma,
    beta: (a, b) => {
      // In logarithms: tiny shapes underflow otherwise and 0 / 0 follows.
      const [x, y] = [logGamma(a, uniform, normal), logGamma(b, uniform, normal)]
      return 1 / (1 + Math.exp(y - x))
    },
    poisson: (mean) => poissonFrom(mean, uniform, gamma),
    below: (n) => Math.floor(uniform() * n),
  }
}

/** Polar method. Marsaglia and Bray 1964, SIAM Review 6:260-264. */
function normalFrom(uniform: () => number): () => number {
  let spare: number | null = null
  return () => {
    if (spare !== null) {
      const ready = spare
      spare = null
      return ready
    }
    for (;;) {
      const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1]
      const square = x * x + y * y
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * Math.log(square)) / square)
      spare = y * factor
      return x * factor
    }
  }
}

/** ln of a gamma draw. Marsaglia and Tsang 2000, ACM Transactions on Mathematical Software 26:363-372. */
function logGamma(shape: number, uniform: () => number, normal: () => number): number {
  if (shape < 1) return logGamma(shape + 1, uniform, normal) + Math.log(1 - uniform()) / shape
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal()
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root * root * root
    const u = 1 - uniform()
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v)
  }
}

/** By halving with gamma draws, then by multiplication. Ahrens and Dieter 1974, Computing 12:223-246. */
function poissonFrom(mean: number, uniform: () => number, gamma: (shape: number) => number): number {
  let [rest, count] = [mean, 0]
  while (rest > 30) {
    const order = Math.floor((7 * rest) / 8)
    const time = gamma(order)
    if (time > rest) return count + binomialFrom(order - 1, rest / time, uniform)
    count += order
    rest -= time
  }
  const limit = Math.exp(-rest)
  for (let product = 1 - uniform(); product > limit; product *= 1 - uniform()) count++
  return count
}

function binomialFrom(n: number, p: number, uniform: () => number): number {
  let hits = 0
  for (let i = 0; i < n; i++) if (uniform() < p) hits++
  return hits
}
