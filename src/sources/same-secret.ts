// Compares what a message carries with what is known, in a time that tells nothing of how much was right.
import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string) => createHash('sha256').update(text).digest()

export const isSameSecret = (given: string | null, right: string): boolean =>
  given !== null && timingSafeEqual(digest(given), digest(right))
