// The small language of the catalogue: expressions over the columns of a fact. Text → tree; names are not looked up here.
// `or and not`, comparisons, `in (…)`, `is known`, `is unknown`, + - * /, calls, 'texts', numbers.
import { AppError } from '../../contract/errors.ts'

export type Expression =
  | { is: 'number'; value: number }
  | { is: 'text'; value: string }
  | { is: 'name'; name: string }
  | { is: 'call'; name: string; args: readonly Expression[] }
  | { is: 'binary'; op: BinaryOp; left: Expression; right: Expression }
  | { is: 'not'; of: Expression }
  | { is: 'in'; of: Expression; items: readonly Expression[] }
  | { is: 'known'; of: Expression }

export type BinaryOp = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/'

type Token = { text: string; kind: 'number' | 'text' | 'word' | 'sign'; at: number }

const tokenForm = /\s*(?:(\d+(?:\.\d+)?)|'((?:[^'\\]|\\.)*)'|([a-z_][a-z0-9_.]*)|(<=|>=|!=|[=<>+\-*/(),]))/iy

function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  tokenForm.lastIndex = 0
  while (tokenForm.lastIndex < source.trimEnd().length) {
    const at = tokenForm.lastIndex
    const match = tokenForm.exec(source)
    if (match === null)
      throw new AppError('bad_input', `cannot read "${source.slice(at).trim().slice(0, 20)}" in the expression "${source}"`)
    const [, numeral, quoted, word, sign] = match
    if (numeral !== undefined) tokens.push({ text: numeral, kind: 'number', at })
    else if (quoted !== undefined) tokens.push({ text: quoted.replaceAll(/\\(.)/g, '$1'), kind: 'text', at })
    else if (word !== undefined) tokens.push({ text: word, kind: 'word', at })
    else tokens.push({ text: sign ?? '', kind: 'sign', at })
  }
  return tokens
}

const levels: readonly (readonly BinaryOp[])[] = [['or'], ['and'], ['=', '!=', '<', '<=', '>', '>='], ['+', '-'], ['*', '/']]
const comparisons = 2

class Reader {
  private readonly tokens: readonly Token[]
  private readonly source: string
  private next = 0

  constructor(source: string) {
    this.source = source
    this.tokens = tokenize(source)
  }

  whole(): Expression {
    const expression = this.level(0)
    const rest = this.tokens[this.next]
    if (rest !== undefined) this.fail(`unexpected "${rest.text}"`)
    return expression
  }

  private fail(message: string): never {
    throw new AppError('bad_input', `${message} in the expression "${this.source}"`)
  }

  private peek(...texts: readonly string[]): boolean {
    const token = this.tokens[this.next]
    return token !== undefined && token.kind !== 'text' && token.kind !== 'number' && texts.includes(token.text)
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false
    this.next++
    return true
  }

  private expect(text: string): void {
    if (!this.take(text))
      this.fail(`"${text}" expected${this.tokens[this.next] ? ` before "${this.tokens[this.next]?.text}"` : ' at the end'}`)
  }

  private level(depth: number): Expression {
    const ops = levels[depth]
    if (ops === undefined) return this.primary()
    if (depth === comparisons && this.take('not')) return { is: 'not', of: this.level(depth) }
    let left = this.level(depth + 1)
    for (;;) {
      const op = ops.find((candidate) => this.peek(candidate))
      if (op !== undefined) {
        this.next++
        left = { is: 'binary', op, left, right: this.level(depth + 1) }
      } else if (depth === comparisons && this.take('is')) left = this.known(left)
      else if (depth === comparisons && this.take('in')) left = { is: 'in', of: left, items: this.items() }
      else return left
    }
  }

  private known(of: Expression): Expression {
    if (this.take('known')) return { is: 'known', of }
    this.expect('unknown')
    return { is: 'not', of: { is: 'known', of } }
  }

  private items(): Expression[] {
    this.expect('(')
    const items: Expression[] = []
    if (this.take(')')) return items
    do items.push(this.level(0))
    while (this.take(','))
    this.expect(')')
    return items
  }

  private primary(): Expression {
    const token = this.tokens[this.next]
    if (token === undefined) this.fail('something is missing at the end')
    this.next++
    if (token.kind === 'number') return { is: 'number', value: Number(token.text) }
    if (token.kind === 'text') return { is: 'text', value: token.text }
    if (token.text === '(') {
      const inner = this.level(0)
      this.expect(')')
      return inner
    }
    if (token.text === '-') return { is: 'binary', op: '-', left: { is: 'number', value: 0 }, right: this.primary() }
    if (token.kind === 'sign') this.fail(`unexpected "${token.text}"`)
    return this.peek('(') ? { is: 'call', name: token.text, args: this.items() } : { is: 'name', name: token.text }
  }
}

/** Throws bad_input with the place when the text is not an expression. */
export function parseExpression(source: string): Expression {
  return new Reader(source).whole()
}
