with by_film as (
    select year, month(date) as month, film_id, sum(gross_cents) as gross_cents
    from box_office_daily
    group by year, month(date), film_id
)

select
    b.year,
    b.month::integer as month,
    count(distinct b.film_id)::integer as films,
    sum(b.gross_cents)::bigint as gross_cents,
    (
        select f.film_id from by_film as f
        where f.year = b.year and f.month = b.month
        order by f.gross_cents desc, f.film_id
        limit 1
    ) as top_film_id,
    case
        when bool_or(b.basis = 'modelled_extrapolated') then 'modelled_extrapolated' else 'modelled'
    end as basis
from (select *, month(date) as month from box_office_daily) as b
group by b.year, b.month
