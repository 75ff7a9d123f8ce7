-- The sales of all time with the channel each is credited to: the last that is not direct.
SELECT s.k AS k, s.root AS root, s.source AS source, s.sold_at AS sold_at, s.amount AS amount, s.rate AS rate, s.gross_profit AS own_profit, s.person AS person, ifNull(t.channel, '') AS channel
FROM @sales AS s LEFT JOIN (SELECT deal, if(countIf(channel != 'direct') > 0, argMaxIf(channel, place, channel != 'direct'), 'direct') AS channel FROM @steps GROUP BY deal) AS t ON t.deal = s.root
