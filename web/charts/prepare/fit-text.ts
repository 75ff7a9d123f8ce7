// A text cut to the width it has in a drawing, which cannot wrap it. The width of a letter is taken as its mean.

const letterWidth = 6.5

export function fitText(text: string, width: number, perLetter = letterWidth): string {
  const letters = Math.max(1, Math.floor(width / perLetter))
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1)).trimEnd()}…`
}
