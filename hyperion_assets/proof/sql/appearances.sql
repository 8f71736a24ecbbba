-- Every medium that an entry or one of its credits names, with the film of the catalogue that it is.
with named as (
    select key, unnest(media) as medium from current_characters
    union all
    select key, unnest(credit.media) as medium
    from (select key, unnest(credits) as credit from current_characters)
),

media_named as (
    select distinct
        key, medium.kind, medium.title, medium.year, medium.media_id, medium.match_key, medium.loose_key
    from named
),

-- Films with the title within a year; failing any, the only one of that year whose title is the same but for numerals,
-- hyphens and subtitles.
by_title as (
    select
        n.*,
        count(c.film_id) as candidates,
        count(c.film_id) filter (where c.release_year = n.year) as exact,
        max(c.film_id) filter (where c.release_year = n.year) as exact_id,
        max(c.film_id) as near_id,
        max(c.match_keys[1]) filter (where c.release_year = n.year) as exact_key
    from media_named as n
    left join catalogue as c
        on n.kind = 'film' and list_contains(c.match_keys, n.match_key) and abs(c.release_year - n.year) <= 1
    group by all
),

by_loose_title as (
    select n.key, n.title, n.year, n.media_id, max(c.film_id) as loose_id
    from media_named as n
    inner join catalogue as c
        on n.kind = 'film' and list_contains(c.loose_keys, n.loose_key) and n.year = c.release_year
    group by n.key, n.title, n.year, n.media_id
    having count(distinct c.film_id) = 1
)

select
    t.key, t.kind, t.title, t.year, t.media_id, t.match_key, t.loose_key, t.candidates,
    case
        when t.exact = 1 then t.exact_id
        when t.candidates = 1 then t.near_id
        when t.candidates = 0 then l.loose_id
    end as film_id,
    case
        when t.exact = 1 and t.exact_key = t.match_key then 'same_title'
        when t.exact = 1 then 'title_variant'
        when t.candidates = 1 then 'year_off_by_one'
        when t.candidates = 0 and l.loose_id is not null then 'loose_title'
    end as match_rule
from by_title as t
left join by_loose_title as l
    on
        t.key = l.key and t.title = l.title and t.year is not distinct from l.year and t.media_id = l.media_id
        and t.kind = 'film'
