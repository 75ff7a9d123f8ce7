// The exchange format of 1C and banks: lines `Name=value`, own accounts and documents in sections.

export type Exchange = { accounts: readonly string[]; documents: readonly { line: number; values: Readonly<Record<string, string>> }[] }

export const isExchange = (text: string) => /^\s*1CClientBankExchange/.test(text)

/** A file that was cut off has no `КонецФайла`; its last document is then not given. */
export function readExchange(text: string): Exchange {
  const accounts = new Set<string>()
  const documents: { line: number; values: Record<string, string> }[] = []
  let open: { line: number; values: Record<string, string> } | undefined
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(line) ?? []
    if (name === 'СекцияДокумент') open = { line: at + 1, values: { Вид: value.trim() } }
    else if (line === 'КонецДокумента' && open !== undefined) {
      documents.push(open)
      open = undefined
    } else if (open !== undefined && name !== '') open.values[name.trim()] = value.trim()
    else if (name.trim() === 'РасчСчет' && value.trim() !== '') accounts.add(value.trim())
  }
  return { accounts: [...accounts], documents }
}
