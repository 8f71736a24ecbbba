select 'day' as grain, film_id, date, null::varchar as state, sum(gross_cents)::bigint as gross_cents
from box_office_daily
group by film_id, date
union all
select 'state', film_id, null, state, sum(gross_cents)::bigint
from box_office_daily
group by film_id, state
order by grain, film_id, date nulls first, state nulls first
