// Rewrites an INSERT whose rows come in the request body into one that reads them from a file. Pure text work:
// chDB takes no body beside a statement, so `FORMAT X` becomes FROM INFILE and input('…') becomes file(…, X, '…').

/** The statement with its rows read from `path`, or undefined when it takes no rows from a body. */
export function readBodyFromFile(sql: string, path: string): string | undefined {
  const tail = /\sFORMAT\s+(\w+)\s*;?\s*$/i.exec(sql)
  if (tail === null || !/^(\s|\/\*.*?\*\/|--[^\n]*\n)*INSERT\s/is.test(sql)) return undefined
  const format = tail[1] ?? ''
  const head = sql.slice(0, tail.index)
  const call = findInput(head)
  if (call === undefined) return `${head} FROM INFILE ${quote(path)} COMPRESSION 'none' FORMAT ${format}`
  return `${head.slice(0, call.start)}file(${quote(path)}, ${quote(format)}, ${call.structure}, 'none')${head.slice(call.end)}`
}

/** A text as a SQL literal. */
export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

const TOKEN = /'(?:[^'\\]|\\.|'')*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"|--[^\n]*|\/\*.*?\*\/|\binput\s*\(\s*('(?:[^'\\]|\\.|'')*')\s*\)/gis

/** The place of the table function input('structure'), outside of strings and comments. */
function findInput(sql: string): { start: number; end: number; structure: string } | undefined {
  for (const token of sql.matchAll(TOKEN)) {
    const structure = token[1]
    if (structure !== undefined) return { start: token.index, end: token.index + token[0].length, structure }
  }
  return undefined
}
