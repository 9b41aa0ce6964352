SELECT person.*, coalesce(author.name, '') AS author_name, coalesce(author.post, '') AS author_post
FROM person LEFT JOIN author ON author.actor = person.registered_by
WHERE person.row = :row
