// Payments that name no deal and no invoice by id: found by the number of the invoice, then by the tax id of the payer and an
// open amount. Says which invoice; who hangs together by it is decided in links.ts.
import { quote } from './context.ts'

/** Numbers and tax ids as they are compared. */
const bareNumber = (text: string) => `lowerUTF8(replaceRegexpAll(${text}, '[№#\\\\s]', ''))`
export const bareTaxId = (text: string) => `upper(replaceRegexpAll(${text}, '[^0-9A-Za-z]', ''))`

/** A payment known to the day stands after everything of its day. */
const paidAt = (row: string) => `if(${row}.at_precision = 2, ${row}.at + toIntervalDay(1), ${row}.at)`

/**
 * Payments without invoice_id whose number an invoice has: columns k, invoice. Of several invoices with that number the latest
 * issued by then, of the same source before any other; a number issued only afterwards counts too.
 */
export function numberMatches(ws: number, where = '1'): string {
  const invoices = `SELECT source, ${bareNumber('number')} AS number, issued_at, k FROM rec_invoices FINAL WHERE ws = ${ws} AND number != ''`
  return `(
    SELECT p.k AS k, multiIf(same.invoice != 0, same.invoice, other.invoice != 0, other.invoice, later.invoice) AS invoice
    FROM (SELECT q.k AS k, toString(q.source) AS source, ${bareNumber('q.invoice_number')} AS number, ${paidAt('q')} AS at FROM rec_payments AS q FINAL
      WHERE q.ws = ${ws} AND q.invoice_id = 0 AND q.invoice_number != '' AND (${where})) AS p
    ASOF LEFT JOIN (SELECT toString(source) AS source, number, issued_at, min(k) AS invoice FROM (${invoices}) GROUP BY source, number, issued_at) AS same
      ON same.source = p.source AND same.number = p.number AND p.at >= same.issued_at
    ASOF LEFT JOIN (SELECT number, issued_at, min(k) AS invoice FROM (${invoices}) GROUP BY number, issued_at) AS other
      ON other.number = p.number AND p.at >= other.issued_at
    LEFT ANY JOIN (SELECT number, argMin(k, (issued_at, k)) AS invoice FROM (${invoices}) GROUP BY number) AS later ON later.number = p.number
    WHERE invoice != 0
  )`
}

/** Companies by tax id: columns tax, bases. `joined`: some are one with others, which their links know. */
export function companiesByTaxId(ws: number, joined: boolean): string {
  const rows = `SELECT k, ${bareTaxId('tax_id')} AS tax FROM rec_companies FINAL WHERE ws = ${ws} AND tax != ''`
  if (!joined) return `(SELECT tax, groupArray(cityHash64('company', k)) AS bases FROM (${rows}) GROUP BY tax)`
  return `(SELECT c.tax AS tax, groupUniqArray(l.base) AS bases FROM (${rows}) AS c
    INNER JOIN (SELECT k, base FROM links FINAL WHERE ws = ${ws} AND kind = 'companies') AS l ON l.k = c.k GROUP BY tax)`
}

/**
 * Payments and invoices of the same payer, amount and currency, first issued first paid: columns k, invoice.
 * `payments` has k, tax, amount, currency, at; `invoices` has k, tax, open_amount, currency, issued_at. A payment takes an invoice
 * that was there and still open: the balance of invoices less payments, which never falls below zero, was above zero.
 */
export function taxIdMatches(payments: string, invoices: string): string {
  const one = 'PARTITION BY tax, amount, currency'
  const order = 'ORDER BY at, is_payment, k'
  return `(
    SELECT p.k AS k, i.k AS invoice FROM (
      SELECT *, sum(is_payment AND taken) OVER (${one} ${order} ROWS UNBOUNDED PRECEDING) AS nth FROM (
        SELECT *, balance >= least(0, ifNull(min(balance) OVER (${one} ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)) AS taken FROM (
          SELECT *, sum(if(is_payment, -1, 1)) OVER (${one} ${order} ROWS UNBOUNDED PRECEDING) AS balance FROM (
            SELECT k, tax, open_amount AS amount, currency, issued_at AS at, 0 AS is_payment FROM ${invoices} WHERE open_amount > 0
            UNION ALL SELECT k, tax, amount, currency, at, 1 AS is_payment FROM ${payments}))) 
      ) AS p
    INNER JOIN (
      SELECT k, tax, open_amount AS amount, currency, row_number() OVER (${one} ORDER BY issued_at, k) AS nth FROM ${invoices} WHERE open_amount > 0
    ) AS i ON i.tax = p.tax AND i.amount = p.amount AND i.currency = p.currency AND i.nth = p.nth
    WHERE p.is_payment AND p.taken
  )`
}

/** Currency of a row as it is compared: none is that of the workspace. */
export const ownCurrency = (workspace: string, row: string) => `if(${row}.currency = '', ${quote(workspace)}, toString(${row}.currency))`
