// Seeded random numbers: a stream is named by its keys, so that the life of one entity never depends
// on how many others were simulated before it. No clock, no global state.

const mix = (h: number, k: number): number => {
  let x = Math.imul(h ^ k, 0x9e3779b1)
  x ^= x >>> 15
  x = Math.imul(x, 0x85ebca77)
  return (x ^ (x >>> 13)) >>> 0
}

const hashText = (h: number, text: string): number => {
  let out = h
  for (let i = 0; i < text.length; i++) out = mix(out, text.charCodeAt(i))
  return out
}

/** Generator sfc32 (Doty-Humphrey) with the distributions the simulator needs. */
export class Rng {
  private a: number
  private b: number
  private c: number
  private d = 1
  private spare: number | null = null

  constructor(a: number, b: number, c: number) {
    this.a = a | 0
    this.b = b | 0
    this.c = c | 0
    for (let i = 0; i < 12; i++) this.next()
  }

  /** Uniform in [0, 1). */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + t
    this.c |= 0
    return (t >>> 0) / 4294967296
  }

  /** Whole number in [0, n). */
  int(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** Uniform in [from, to). */
  between(from: number, to: number): number {
    return from + (to - from) * this.next()
  }

  chance(p: number): boolean {
    return this.next() < p
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)] as T
  }

  /** Index drawn in proportion to the weights. */
  weighted(weights: readonly number[]): number {
    let rest = this.next() * weights.reduce((sum, w) => sum + w, 0)
    for (let i = 0; i < weights.length; i++) {
      rest -= weights[i] as number
      if (rest < 0) return i
    }
    return weights.length - 1
  }

  normal(): number {
    if (this.spare !== null) {
      const kept = this.spare
      this.spare = null
      return kept
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()))
    const angle = 2 * Math.PI * this.next()
    this.spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next())
  }

  /** Knuth's product method; means here are small. */
  poisson(mean: number): number {
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()))
    const limit = Math.exp(-mean)
    let k = 0
    for (let product = this.next(); product > limit; product *= this.next()) k++
    return k
  }
}

/** The stream of these keys: the same keys give the same numbers, different keys unrelated ones. */
export function stream(seed: number, ...keys: (number | string)[]): Rng {
  let h = mix(0x51ed270b, seed >>> 0)
  for (const key of keys) h = typeof key === 'number' ? mix(h, key | 0) : hashText(h, key)
  return new Rng(h, mix(h, 0x2545f491), mix(h, 0x6c078965))
}
