// A file dropped on another page, on its way to the page that loads it. Kept in memory: nothing else can hold a file.
let pending: File | null = null

export function handFile(file: File): void {
  pending = file
}

/** Once. */
export function takeFile(): File | null {
  const file = pending
  pending = null
  return file
}
