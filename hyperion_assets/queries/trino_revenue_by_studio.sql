-- Revenue by studio and year: the films released in the year with their gross, and the box office that fell into it.
with released as (
    select
        studio_id,
        release_year as year,
        cast(count(*) as integer) as films,
        cast(sum(domestic_gross_cents) as bigint) as domestic_gross_cents,
        cast(sum(worldwide_gross_cents) as bigint) as worldwide_gross_cents
    from films
    group by studio_id, release_year
),

earned as (
    select f.studio_id, b.year, cast(sum(b.gross_cents) as bigint) as box_office_cents
    from box_office_daily as b
    inner join films as f on b.film_id = f.film_id
    group by f.studio_id, b.year
),

studio_years as (
    select studio_id, year from released
    union
    select studio_id, year from earned
)

select
    s.studio_id,
    s.name as studio_name,
    y.year,
    coalesce(r.films, 0) as films,
    r.domestic_gross_cents,
    r.worldwide_gross_cents,
    e.box_office_cents
from studio_years as y
inner join studios as s on y.studio_id = s.studio_id
left join released as r on y.studio_id = r.studio_id and y.year = r.year
left join earned as e on y.studio_id = e.studio_id and y.year = e.year
order by s.studio_id, y.year
