SELECT
    frame_no AS frame_no,
    d0 AS d0,
    grouping(d0) AS is_total,
    countIf(NOT (population != '')) AS a0_n,
    0 AS a0_pending,
    countIf((population != '')) AS a0_excluded,
    0 AS a0_unpriced
FROM
(
    SELECT
        *,
        toString(channel_group) AS d0
    FROM
    (
        SELECT
            *,
            first_owner AS credited_person,
            1 AS weight,
            created_at AS axis_moment,
            assumeNotNull(ifNull(created_at, frame_until)) AS person_moment
        FROM
        (
            SELECT
                *,
                tupleElement(frame, 1) AS frame_no,
                tupleElement(frame, 2) AS frame_from,
                tupleElement(frame, 3) AS frame_until,
                tupleElement(frame, 5) AS frame_as_of,
                tupleElement(frame, 4) AS frame_asked
            FROM
            (
                SELECT
                    channel_group,
                    created_at,
                    open_until,
                    population,
                    first_owner,
                    arrayJoin(arrayFilter(f -> (ifNull((created_at >= tupleElement(f, 2)), 0) AND ifNull((created_at < tupleElement(f, 3)), 0)), [tuple(toUInt16(0), toDateTime64('2026-08-31 21:00:00', 3, 'UTC'), toDateTime64('2026-09-30 21:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC')), tuple(toUInt16(1), toDateTime64('2026-07-31 21:00:00', 3, 'UTC'), toDateTime64('2026-08-31 21:00:00', 3, 'UTC'), toDateTime64('2026-09-15 12:00:00', 3, 'UTC'), toDateTime64('2026-09-15 12:00:00', 3, 'UTC'))])) AS frame
                FROM fact_leads
                FINAL
                WHERE (ws = 7) AND ifNull((created_at >= toDateTime64('2026-07-31 21:00:00', 3, 'UTC')), 0) AND ifNull((created_at < toDateTime64('2026-09-30 21:00:00', 3, 'UTC')), 0) AND ifNull((open_until >= toDateTime64('2026-07-31 21:00:00.000', 3, 'UTC')), 0)
            )
        )
    )
)
GROUP BY
    GROUPING SETS (
        (frame_no, d0),
        (frame_no));
