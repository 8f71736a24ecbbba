-- Box office by month, its highest film, and the same month of the year before.
with by_film as (
    select
        year,
        cast(month(date) as integer) as month,
        film_id,
        cast(sum(gross_cents) as bigint) as gross_cents,
        max(basis) as basis
    from box_office_daily
    group by year, month(date), film_id
),

ranked as (
    select
        year,
        month,
        film_id,
        row_number() over (partition by year, month order by gross_cents desc, film_id asc) as place
    from by_film
),

by_month as (
    select
        year,
        month,
        cast(count(*) as integer) as films,
        cast(sum(gross_cents) as bigint) as gross_cents,
        -- In the alphabet modelled_extrapolated comes after modelled.
        max(basis) as basis
    from by_film
    group by year, month
)

select
    m.year,
    m.month,
    m.films,
    m.gross_cents,
    r.film_id as top_film_id,
    m.basis,
    b.gross_cents as gross_cents_year_before
from by_month as m
inner join ranked as r on m.year = r.year and m.month = r.month and r.place = 1
left join by_month as b on m.month = b.month and m.year = b.year + 1
order by m.year, m.month
