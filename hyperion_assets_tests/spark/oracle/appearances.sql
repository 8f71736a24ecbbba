-- Every medium that an entry or one of its credits names, with the film of the catalogue that it is.
with named as (
    select key, unnest(media) as medium from current_characters
    union all
    select key, unnest(credit.media) as medium
    from (select key, unnest(credits) as credit from current_characters)
),

media_named as (
    select distinct
        key, medium.kind, medium.title, medium.year, medium.media_id, medium.match_key
    from named
)

select
    n.*,
    (
        select count(*) from catalogue as c
        where n.kind = 'film' and list_contains(c.match_keys, n.match_key) and abs(c.release_year - n.year) <= 1
    ) as candidates,
    (
        select case count(*) filter (where c.release_year = n.year)
            when 1 then max(c.film_id) filter (where c.release_year = n.year)
            when 0 then case count(*) when 1 then max(c.film_id) end
        end
        from catalogue as c
        where n.kind = 'film' and list_contains(c.match_keys, n.match_key) and abs(c.release_year - n.year) <= 1
    ) as film_id
from media_named as n
