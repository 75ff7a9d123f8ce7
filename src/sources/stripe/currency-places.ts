// How many decimal places Stripe's smallest unit of a currency stands for.

const none = new Set(['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'])
const three = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])

/** TRICKY (Stripe): ISK and UGX have no cents, but their amounts are sent with two places all the same. */
export function currencyPlaces(currency: string): number {
  const code = currency.toUpperCase()
  return none.has(code) ? 0 : three.has(code) ? 3 : 2
}
