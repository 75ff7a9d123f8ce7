// What a file of bare objects is called may say what they are, where the objects themselves do not: crm.deal.list.json, leads-2.ndjson.

/** The object of the longest of these words that stands in the file's name; words are written in small letters without separators. */
export function objectByFile(file: string, words: Readonly<Record<string, string>>): string | undefined {
  const letters = file
    .split(/[/\\]/)
    .at(-1)!
    .toLowerCase()
    .replace(/[^a-z]+/g, '')
  const found = Object.keys(words)
    .filter((word) => letters.includes(word))
    .toSorted((a, b) => b.length - a.length)[0]
  return found === undefined ? undefined : words[found]
}
