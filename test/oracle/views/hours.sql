-- Working hours of the demo company, written off its settings: per calendar (a team, '' = the company) the seconds when work begins and ends.
SELECT calendar, groupArray(toUnixTimestamp64Milli(toDateTime64(concat(toString(day), ' ', begins), 3, @zone)) / 1000) AS opens,
  groupArray(toUnixTimestamp64Milli(toDateTime64(concat(toString(day), ' ', ends), 3, @zone)) / 1000) AS closes
FROM (SELECT toDate('2026-04-01') + number AS day, toDayOfWeek(day) AS weekday FROM numbers(300)) AS d
CROSS JOIN (
  SELECT arrayJoin([
    ('', 1, 5, '09:00:00', '13:00:00'), ('', 1, 5, '14:00:00', '18:00:00'), ('crm:kyiv', 1, 5, '09:00:00', '13:00:00'), ('crm:kyiv', 1, 5, '14:00:00', '18:00:00'),
    ('crm:contact', 1, 7, '09:00:00', '21:00:00'),
    ('crm:odesa', 1, 5, '10:00:00', '14:00:00'), ('crm:odesa', 1, 5, '15:00:00', '19:00:00'), ('crm:odesa', 6, 6, '10:00:00', '15:00:00')]) AS h,
    h.1 AS calendar, h.2 AS from_day, h.3 AS to_day, h.4 AS begins, h.5 AS ends
) AS w
WHERE day NOT IN (toDate('2026-08-24'), toDate('2026-12-25'), toDate('2027-01-01'), toDate('2027-01-02'))
  AND (weekday BETWEEN from_day AND to_day OR (day = toDate('2026-09-26') AND calendar IN ('', 'crm:kyiv')))
GROUP BY calendar
