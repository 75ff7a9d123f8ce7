-- Payments and refunds (negative) in hryvnias, with the root of their deal (0 = none) and the invoice they are for. Those that name
-- neither are for the invoice of that number in their source, else for the invoice of the payer with just that amount.
WITH
  numbered AS (
    SELECT p.k AS k, any(i.k) AS invoice FROM @payments AS p JOIN @invoices AS i ON i.source = p.source AND i.number = p.invoice_number
    WHERE p.deal_id = 0 AND p.invoice_id = 0 AND p.invoice_number != '' GROUP BY p.k
  ),
  payer AS (
    SELECT p.k AS k, any(i.k) AS invoice FROM @payments AS p
    JOIN @companies AS c ON c.tax_id = p.payer_tax_id
    JOIN @invoices AS i ON i.company_id = c.k AND i.amount = p.amount AND i.issued_at <= p.at
    WHERE p.deal_id = 0 AND p.invoice_id = 0 AND p.invoice_number = '' AND p.payer_tax_id != ''
      AND i.k NOT IN (SELECT invoice_id FROM @payments WHERE invoice_id != 0) AND i.k NOT IN (SELECT invoice FROM numbered)
    GROUP BY p.k
  )
SELECT p.k AS k, toString(p.source) AS source, p.id AS id, p.at AS at, multiIf(p.invoice_id != 0, p.invoice_id, n.invoice IS NOT NULL, n.invoice, ifNull(y.invoice, 0)) AS invoice,
  multiIf(p.deal_id != 0, p.deal_id, i.deal_id IS NOT NULL, i.deal_id, 0) AS deal,
  if(d.continues_deal_id != 0, d.continues_deal_id, deal) AS root, if(p.kind = 'refund', -p.amount, p.amount) AS own, own * if(p.currency = 'USD', u.rate, 1) AS amount
FROM @payments AS p
LEFT JOIN numbered AS n ON n.k = p.k
LEFT JOIN payer AS y ON y.k = p.k
LEFT JOIN @invoices AS i ON i.k = invoice
LEFT JOIN @deals AS d ON d.k = deal
LEFT JOIN (
  SELECT p.k AS k, argMax(x.rate, x.day) AS rate FROM @payments AS p JOIN @rates AS x ON x.currency = p.currency
  WHERE x.day <= toDate(p.at, @zone) AND x.day >= toDate(p.at, @zone) - 7 GROUP BY p.k
) AS u ON u.k = p.k
