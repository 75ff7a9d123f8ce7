// Finds the maximum of a smooth function and its curvature there: the engine of the models fitted by maximum likelihood.

import { clamp } from './estimate.ts'

/** Value and gradient at a point. */
export type Objective = (x: readonly number[]) => { value: number; gradient: number[] }

export type Maximum = { x: number[]; value: number; isConverged: boolean }

const STEPS_MOST = 200
const SHRINKS_MOST = 40

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0)
const largest = (a: readonly number[]): number => Math.max(...a.map(Math.abs))
const identity = (size: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)))

/** The BFGS update of the inverse curvature by a step s and the change y of the (downhill) gradient. */
function updateCurvature(inverse: number[][], s: readonly number[], y: readonly number[]): number[][] {
  const sy = dot(s, y)
  if (sy <= 1e-12 * Math.sqrt(dot(s, s) * dot(y, y))) return inverse
  const hy = inverse.map((row) => dot(row, y))
  const scale = (1 + dot(y, hy) / sy) / sy
  return inverse.map((row, i) => row.map((h, j) => h + scale * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / sy))
}

/**
 * Quasi-Newton ascent with backtracking from `start`; the value is scaled by `scale` (cases) so that the stop rule is a relative one.
 * Broyden, Fletcher, Goldfarb, Shanno 1970; Nocedal and Wright 2006, Numerical Optimization, algorithms 6.1 and 3.1.
 */
export function maximise(objective: Objective, start: readonly number[], scale: number): Maximum {
  const at = (x: readonly number[]) => {
    const { value, gradient } = objective(x)
    return { x: [...x], cost: Number.isFinite(value) ? -value / scale : Infinity, slope: gradient.map((g) => -g / scale) }
  }
  let here = at(start)
  let inverse = identity(start.length)
  for (let step = 0; step < STEPS_MOST; step++) {
    if (largest(here.slope) < 1e-9) return { x: here.x, value: -here.cost * scale, isConverged: true }
    let direction = inverse.map((row) => -dot(row, here.slope))
    if (dot(direction, here.slope) >= 0) {
      inverse = identity(start.length)
      direction = here.slope.map((g) => -g)
    }
    // The unknowns are logarithms: a step of more than 2 in one of them leaves what the curvature knows.
    let length = Math.min(1, 2 / largest(direction))
    let next = at(here.x.map((x, i) => x + length * direction[i]!))
    for (let shrink = 0; shrink < SHRINKS_MOST && !(next.cost <= here.cost + 1e-4 * length * dot(direction, here.slope)); shrink++) {
      length /= 2
      next = at(here.x.map((x, i) => x + length * direction[i]!))
    }
    if (!(next.cost < here.cost)) return { x: here.x, value: -here.cost * scale, isConverged: largest(here.slope) < 1e-5 }
    const s = next.x.map((x, i) => x - here.x[i]!)
    const y = next.slope.map((g, i) => g - here.slope[i]!)
    inverse = updateCurvature(inverse, s, y)
    here = next
  }
  return { x: here.x, value: -here.cost * scale, isConverged: largest(here.slope) < 1e-5 }
}

/** How far a logarithm may go from the centre before it is held back: a factor of 1,000. */
const WALL = Math.log(1000)
const WALL_STIFFNESS = 10

/**
 * The objective with a soft wall around `centre`, for unknowns that the data may leave without a maximum (customers who all leave
 * alike, or never): inside it nothing changes, outside the value falls with the square of the excess.
 */
export function withWalls(objective: Objective, centre: readonly number[]): Objective {
  return (x) => {
    const { value, gradient } = objective(x)
    const excess = x.map((t, i) => t - clamp(t, centre[i]! - WALL, centre[i]! + WALL))
    return {
      value: value - WALL_STIFFNESS * dot(excess, excess),
      gradient: gradient.map((g, i) => g - 2 * WALL_STIFFNESS * excess[i]!),
    }
  }
}

/** The Cholesky factor L of a symmetric matrix A = L Lᵀ; null when A is not positive definite. */
function cholesky(matrix: readonly number[][]): number[][] | null {
  const factor = matrix.map((row) => row.map(() => 0))
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]![j]!
      for (let k = 0; k < j; k++) rest -= factor[i]![k]! * factor[j]![k]!
      if (i !== j) factor[i]![j] = rest / factor[j]![j]!
      else if (rest > 0) factor[i]![i] = Math.sqrt(rest)
      else return null
    }
  }
  return factor
}

/**
 * Draws from the normal law at a maximum whose covariance is the inverse of the information (central differences of the gradient):
 * a function from independent standard normals to a point. Null when the information is not positive definite.
 * Cox and Hinkley 1974, Theoretical Statistics, ch. 9.
 */
export function normalAtMaximum(objective: Objective, x: readonly number[]): ((normals: readonly number[]) => number[]) | null {
  const step = 1e-4
  const rows = x.map((_, i) => {
    const moved = (by: number) => objective(x.map((value, j) => (i === j ? value + by : value))).gradient
    const [up, down] = [moved(step), moved(-step)]
    return up.map((g, j) => -(g - down[j]!) / (2 * step))
  })
  // A direction the data say nothing about is as wide as the walls, not endless.
  const factor = cholesky(rows.map((row, i) => row.map((value, j) => (value + rows[j]![i]!) / 2 + (i === j ? 1 / WALL ** 2 : 0))))
  if (factor === null) return null
  // With information L Lᵀ the point x + L⁻ᵀ e has the inverse as its covariance: solve Lᵀ u = e from the last unknown.
  return (normals) => {
    const u = x.map(() => 0)
    for (let i = x.length - 1; i >= 0; i--) {
      let rest = normals[i]!
      for (let j = i + 1; j < x.length; j++) rest -= factor[j]![i]! * u[j]!
      u[i] = rest / factor[i]![i]!
    }
    // A flat direction would carry a draw out of all bounds.
    return x.map((value, i) => value + clamp(u[i]!, -WALL, WALL))
  }
}
