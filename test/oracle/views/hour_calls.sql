-- Effective calls: of one client and clock hour the first.
SELECT argMin(m.k, (m.at, m.k)) AS k, any(m.source) AS source, min(m.at) AS at FROM @met AS m WHERE m.what = 'call' AND m.talked GROUP BY m.client, toStartOfHour(toTimeZone(m.at, @zone))
