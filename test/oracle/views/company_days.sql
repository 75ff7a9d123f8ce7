-- Working days of the demo company, written off its settings: Monday to Friday without the days off, and one Saturday at the end of a quarter.
SELECT day FROM (SELECT toDate('2025-09-01') + number AS day, toDayOfWeek(day) AS weekday FROM numbers(500))
WHERE (weekday <= 5 OR day = toDate('2026-09-26')) AND formatDateTime(day, '%m-%d') NOT IN ('08-24', '12-25', '01-01', '01-02')
