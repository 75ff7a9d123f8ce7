// Logistic regression over grouped cases with many levels (channels, hours of the week): each cell names only the few unknowns it has.

/** Hits of n cases that share their unknowns: positions of the unknowns and what each is multiplied by. */
export type LogisticCell = { n: number; hits: number; at: readonly number[]; by: readonly number[] }

export type LogisticFit = {
  coefficients: Float64Array
  /** Standard error of each, and covariance of two. */
  error: (i: number) => number
  isConverged: boolean
}

const STEPS_MOST = 60
/** Standard deviation of the prior of every coefficient but the intercept. */
const PRIOR_SD = 2.5

const expit = (x: number) => 1 / (1 + Math.exp(-x))

/**
 * Maximum of the penalised likelihood by Newton's method; unknown 0 is the intercept and is not penalised. The weak prior keeps levels
 * finite where no case or every case is a hit. McCullagh and Nelder 1989, Generalized Linear Models, ch. 4; prior as Gelman, Jakulin,
 * Pittau and Su 2008, Annals of Applied Statistics 2:1360-1383 (normal instead of Cauchy).
 */
export function fitSparseLogistic(cells: readonly LogisticCell[], size: number): LogisticFit {
  const precision = (i: number) => (i === 0 ? 1e-9 : 1 / PRIOR_SD ** 2)
  const beta = new Float64Array(size)
  let factor = new Float64Array(size * size)
  let isConverged = false
  for (let step = 0; step < STEPS_MOST && !isConverged; step++) {
    const gradient = beta.map((b, i) => -b * precision(i))
    factor = new Float64Array(size * size)
    for (let i = 0; i < size; i++) factor[i * size + i] = precision(i)
    for (const { n, hits, at, by } of cells) {
      const p = expit(at.reduce((sum, i, k) => sum + beta[i]! * by[k]!, 0))
      const weight = n * p * (1 - p)
      at.forEach((i, k) => {
        gradient[i]! += (hits - n * p) * by[k]!
        at.forEach((j, l) => {
          factor[i * size + j]! += weight * by[k]! * by[l]!
        })
      })
    }
    factorise(factor, size)
    const move = solve(factor, gradient, size)
    // A step of more than 2 in one of them leaves what the curvature knows.
    const largest = move.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
    const length = Math.min(1, 2 / (largest || 1))
    move.forEach((x, i) => {
      beta[i]! += length * x
    })
    isConverged = largest < 1e-9
  }
  const error = (i: number) => Math.sqrt(solve(factor, new Float64Array(size).fill(0).with(i, 1), size)[i]!)
  return { coefficients: beta, error, isConverged }
}

/** The Cholesky factor of a symmetric matrix, in its place. */
function factorise(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j]!
      for (let k = 0; k < j; k++) rest -= matrix[i * size + k]! * matrix[j * size + k]!
      matrix[i * size + j] = i === j ? Math.sqrt(Math.max(rest, 1e-12)) : rest / matrix[j * size + j]!
    }
  }
}

/** x with L Lᵀ x = b. */
function solve(factor: Float64Array, b: Float64Array, size: number): Float64Array {
  const x = Float64Array.from(b)
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i * size + k]! * x[k]!
    x[i]! /= factor[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= factor[k * size + i]! * x[k]!
    x[i]! /= factor[i * size + i]!
  }
  return x
}
