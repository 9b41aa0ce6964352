SELECT
    (SELECT count(*) FROM person) - (SELECT count(*) - count(DISTINCT head) FROM linked) AS people,
    (SELECT count(DISTINCT person) FROM enrollment)
        - (SELECT count(*) - count(DISTINCT head) FROM linked
           WHERE person IN (SELECT person FROM enrollment)) AS enrollments,
    (SELECT count(*) FROM consultation) AS consultations,
    (SELECT count(*) FROM person WHERE conflicts > 0)
        + (SELECT count(*) FROM enrollment WHERE conflicts > 0)
        + (SELECT count(*) FROM consultation WHERE conflicts > 0) AS conflicts
