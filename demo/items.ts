// What is sold, for how much, and why a deal is lost.
import { addons, type Product } from './catalogue.ts'
import { DAY } from './kyiv-time.ts'
import type { Rng } from './random.ts'

export type Item = {
  product: string
  category: string
  quantity: number
  price: number
  list: number
  cost: number
  addon: boolean
  at: number
}

/** Positions of a sale: the main product and what is sold on top, now or on a later day. */
export function inventItems(rng: Rng, product: Product, factor: number, created: number): Item[] {
  const price = Math.max(900, Math.round((rng.lognormal(product.price, product.spread) * factor) / 10) * 10)
  const discount = rng.chance(0.45) ? Math.round(rng.between(1, 14)) / 100 : 0
  const item = (name: string, category: string, list: number, cost: number, addon: boolean, at: number): Item => ({
    product: name,
    category,
    quantity: 1,
    price: Math.round(list * (1 - discount)),
    list: Math.round(list),
    cost: Math.round(list * cost),
    addon,
    at,
  })
  const items = [item(product.name, product.category, price, product.cost, false, created)]
  for (const addon of addons) {
    const taken = rng.chance(0.2)
    const later = rng.chance(0.3)
    const days = rng.between(1, 15)
    if (taken) items.push(item(addon.name, addon.category, price * addon.share, addon.cost, true, created + (later ? days * DAY : 60)))
  }
  return items
}

export const sumOf = (items: readonly Item[]): number => items.reduce((sum, item) => sum + item.price * item.quantity, 0)

/** In dollars the same positions cost this many times less. */
const dollar = 41

export function inDollars(items: readonly Item[]): Item[] {
  const convert = (value: number) => Math.round((value / dollar) * 100) / 100
  return items.map((item) => ({ ...item, price: convert(item.price), list: convert(item.list), cost: convert(item.cost) }))
}

const lossReasons: readonly (readonly [string, number])[] = [
  ['price', 25],
  ['competitor', 24],
  ['no_need', 17],
  ['postponed', 15],
  ['terms', 6],
  ['no_stock', 4],
  ['our_fault', 3],
  ['other', 6],
]

export function lossReason(rng: Rng, leakReason: string | null): string | null {
  const drawn = (lossReasons[rng.weighted(lossReasons.map(([, weight]) => weight))] as readonly [string, number])[0]
  const empty = rng.chance(0.07)
  const known = rng.chance(0.8)
  if (leakReason !== null && known) return leakReason
  return empty ? null : drawn
}
