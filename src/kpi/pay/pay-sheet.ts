// One person's sheet of a month: each line of the scheme on raw figures, the gates, the sum. Never on pooled or modelled figures.
import type { PayLine, PayScheme } from '../../contract/pay.ts'
import { add, divide, type Fraction, fraction, isLess, least, multiply, one, subtract, toMoney, toNumber, zero } from './fraction.ts'

/** What a line was measured as; null = without data. */
export type Measured = { value: number | null; target: number | null; isLowerBetter: boolean }
type PaidLine = { kpi: string; value: number | null; target: number | null; attainment: number | null; pay: number | null }
type PassedGate = { kpi: string; value: number | null; min: number; factor: number; passed: boolean | null }
export type PaySheet = { lines: PaidLine[]; gates: PassedGate[]; score: number | null; bonus: number; missing: string[] }

/** `lines` in the order of the scheme, `gates` by KPI. */
export type Figures = { lines: readonly Measured[]; gates: ReadonlyMap<string, { value: number | null; isLowerBetter: boolean }> }

function attainmentOf({ value, target, isLowerBetter }: Measured): Fraction | null {
  if (value === null || target === null) return null
  const [above, below] = isLowerBetter ? [target, value] : [value, target]
  return below === 0 ? null : divide(fraction(above), fraction(below))
}

/** Nothing of what should be low: no quotient, and no better result. */
const isBest = ({ value, target, isLowerBetter }: Measured): boolean => isLowerBetter && value === 0 && target !== null

/** What a line counts as; null = without data. The best result counts as the most the line allows, full attainment where it has no cap. */
function countedOf(line: PayLine, measured: Measured, attainment: Fraction | null): Fraction | null {
  if (attainment !== null) return countedAs(line, attainment)
  if (!isBest(measured)) return null
  return fraction(line.curve?.at(-1)?.[1] ?? line.cap ?? 1)
}

/** What an attainment counts as: by the curve, else itself from the floor to the cap. */
function countedAs(line: PayLine, attainment: Fraction): Fraction {
  const { floor, cap, curve } = line
  if (floor !== undefined && isLess(attainment, fraction(floor))) return zero
  if (curve !== undefined) return onCurve(curve, attainment)
  return cap === undefined ? attainment : least(attainment, fraction(cap))
}

function onCurve(curve: readonly (readonly [number, number])[], x: Fraction): Fraction {
  const points = curve.map(([at, factor]) => ({ x: fraction(at), y: fraction(factor) }))
  if (isLess(x, points[0]!.x)) return zero
  const after = points.findIndex((point) => isLess(x, point.x))
  if (after < 0) return points.at(-1)!.y
  const [a, b] = [points[after - 1]!, points[after]!]
  return add(a.y, multiply(divide(subtract(x, a.x), subtract(b.x, a.x)), subtract(b.y, a.y)))
}

/** A rate pays for what was reached; floor, cap and curve move what of it counts. */
function payOf(scheme: PayScheme, line: PayLine, measured: Measured, attainment: Fraction | null): Fraction | null {
  const { value, target } = measured
  if (line.weight !== undefined) {
    const counted = countedOf(line, measured, attainment)
    return counted === null ? null : multiply(multiply(fraction(scheme.fixed), fraction(line.weight)), counted)
  }
  if (value === null) return null
  const plain = multiply(fraction(value), fraction(line.rate ?? 0))
  if (line.plan === undefined && line.level === undefined) return plain
  if (attainment === null) return null
  if (line.floor !== undefined && isLess(attainment, fraction(line.floor))) return zero
  if (line.curve !== undefined) return multiply(plain, onCurve(line.curve, attainment))
  if (line.cap === undefined || target === null || !isLess(fraction(line.cap), attainment)) return plain
  return multiply(multiply(fraction(target), fraction(line.cap)), fraction(line.rate ?? 0))
}

export function paySheet(scheme: PayScheme, figures: Figures): PaySheet {
  const worked = scheme.lines.map((line, i) => {
    const measured = figures.lines[i]!
    const attainment = attainmentOf(measured)
    return { line, measured, attainment, pay: payOf(scheme, line, measured, attainment) }
  })
  const gates = scheme.gates.map(({ kpi, min, factor }): PassedGate => {
    const gate = figures.gates.get(kpi)
    const value = gate?.value ?? null
    return { kpi, value, min, factor, passed: value === null ? null : gate?.isLowerBetter ? value <= min : value >= min }
  })
  const lines = worked.map(
    ({ line, measured, attainment, pay }): PaidLine => ({
      kpi: line.kpi,
      value: measured.value,
      target: measured.target,
      attainment: attainment === null ? null : toNumber(attainment),
      pay: pay === null ? null : toMoney(pay),
    }),
  )
  const sum = lines.reduce((total, { pay }) => add(total, fraction(pay ?? 0)), zero)
  const factor = gates.reduce((product, gate) => (gate.passed === false ? multiply(product, fraction(gate.factor)) : product), one)
  const weighed = worked.flatMap(({ line, measured, attainment }) => {
    const counted = line.weight === undefined ? null : countedOf(line, measured, attainment)
    return counted === null ? [] : [multiply(fraction(line.weight!), counted)]
  })
  const score = weighed.reduce((total, part) => add(total, part), zero)
  return {
    lines,
    gates,
    score: weighed.length === 0 ? null : toNumber(score),
    bonus: toMoney(multiply(sum, factor)),
    missing: [...lines.filter(({ pay }) => pay === null), ...gates.filter(({ passed }) => passed === null)].map(({ kpi }) => kpi),
  }
}
