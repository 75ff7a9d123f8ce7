// Hands a file made in the browser to the reader.

/** A name that every file system takes. */
function safeName(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')
}

/** Told to whoever keeps account of files. */
export const exportEvent = 'rumb:export'
export type Exported = { name: string; form: string }

export function noteExport(exported: Exported): void {
  dispatchEvent(new CustomEvent<Exported>(exportEvent, { detail: exported }))
}

export function download(content: Blob, name: string, extension: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = `${safeName(name)}.${extension}`
  link.click()
  URL.revokeObjectURL(url)
  noteExport({ name: safeName(name), form: extension })
}
