with years as (
    select studio_id, release_year as year from films
    union
    select f.studio_id, b.year from box_office_daily as b inner join films as f on b.film_id = f.film_id
)

select
    y.studio_id,
    s.name as studio_name,
    y.year,
    (select count(*) from films as f where f.studio_id = y.studio_id and f.release_year = y.year)::integer as films,
    (
        select sum(f.domestic_gross_cents) from films as f where f.studio_id = y.studio_id and f.release_year = y.year
    )::bigint as domestic_gross_cents,
    (
        select sum(f.worldwide_gross_cents) from films as f where f.studio_id = y.studio_id and f.release_year = y.year
    )::bigint as worldwide_gross_cents,
    (
        select sum(b.gross_cents)
        from box_office_daily as b
        inner join films as f on b.film_id = f.film_id
        where f.studio_id = y.studio_id and b.year = y.year
    )::bigint as box_office_cents
from years as y
inner join studios as s on y.studio_id = s.studio_id
