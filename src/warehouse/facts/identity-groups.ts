// Who is one, from the pairs that are joined: closed groups, each with the record that stands for it. Pure.

export type Pair = { a: string; b: string; source_a: string; source_b: string; state: string; why: string }
export type Member = { source: string; isOf: boolean }

/** `isOf`: a contact of a company, a person of a team; they stand for those of none; else the first source does, and in it the least key. */
export function standsBefore(a: string, of: Member, b: string, other: Member): boolean {
  if (of.isOf !== other.isOf) return of.isOf
  if (of.source !== other.source) return of.source < other.source
  return BigInt(a) < BigInt(b)
}

/**
 * Member → head of every group of two or more. Pairs that people joined come first; a pair that would bring together two who were
 * refused is left out, so that a refusal holds by whatever way the two are connected.
 */
export function groupPairs(pairs: readonly Pair[], members: ReadonlyMap<string, Member>): Map<string, string> {
  const groups = new Map<string, Set<string>>()
  const group = (k: string) => groups.get(k) ?? new Set([k])
  const refused = Map.groupBy(
    pairs.filter(({ state }) => state === 'refused').flatMap(({ a, b }) => [[a, b] as const, [b, a] as const]),
    ([one]) => one,
  )
  const isRefused = (k: string, others: ReadonlySet<string>) => refused.get(k)?.some(([, other]) => others.has(other)) ?? false
  const joined = pairs.filter(({ state }) => state === 'joined')
  const order = joined.toSorted(
    (x, y) => Number(y.why === 'decided') - Number(x.why === 'decided') || compareKeys(x.a, y.a) || compareKeys(x.b, y.b),
  )
  for (const { a, b } of order) {
    const [mine, theirs] = [group(a), group(b)]
    if (mine === theirs || [...mine].some((k) => isRefused(k, theirs))) continue
    const all = new Set([...mine, ...theirs])
    for (const k of all) groups.set(k, all)
  }
  const unknown: Member = { source: '', isOf: false }
  const of = (k: string) => members.get(k) ?? unknown
  return new Map(
    [...groups].map(([k, all]) => [k, [...all].reduce((best, one) => (standsBefore(one, of(one), best, of(best)) ? one : best))]),
  )
}

const compareKeys = (a: string, b: string) => (BigInt(a) < BigInt(b) ? -1 : a === b ? 0 : 1)
