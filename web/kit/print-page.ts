// Prints a page whole: what is asked only when the reader comes near is asked first, and waited for.
import type { QueryClient } from '@tanstack/react-query'
import { noteExport } from './download.ts'

/** Heard by everything that waits to come into sight. */
export const printEvent = 'rumb:print'
const stepMs = 150
const waitMax = 20_000
/** Quiet for so long: one answer may lead to another question. */
const quietSteps = 3

export async function printPage(client: QueryClient): Promise<void> {
  dispatchEvent(new Event(printEvent))
  let quiet = 0
  for (let waited = 0; waited < waitMax && quiet < quietSteps; waited += stepMs) {
    await new Promise((resolve) => setTimeout(resolve, stepMs))
    quiet = client.isFetching() === 0 ? quiet + 1 : 0
  }
  noteExport({ name: document.title, form: 'pdf' })
  print()
}
