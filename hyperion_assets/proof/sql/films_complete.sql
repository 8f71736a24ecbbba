select
    f.film_id, f.title, f.release_year, f.release_date, f.release_type, f.animation_type, f.runtime_min,
    f.mpaa_rating, f.budget_cents, f.domestic_gross_cents, f.domestic_original_run_cents, f.worldwide_gross_cents,
    f.studio_id, s.name as studio_name, f.franchise_id, r.name as franchise_name,
    f.release_date_confidence, f.runtime_confidence, f.mpaa_confidence, f.budget_confidence,
    f.domestic_gross_confidence, f.worldwide_gross_confidence, f.animation_type_confidence,
    f.release_type_confidence,
    (select count(*) from character_films as c where c.film_id = f.film_id)::integer as character_count,
    (
        select count(distinct c.talent_id) from character_talent as c where c.film_id = f.film_id
    )::integer as talent_count,
    (select min(b.date) from box_office_daily as b where b.film_id = f.film_id) as first_day,
    (select max(b.date) from box_office_daily as b where b.film_id = f.film_id) as last_day,
    (
        select nullif(count(distinct b.date), 0) from box_office_daily as b where b.film_id = f.film_id
    )::integer as days,
    (select sum(b.gross_cents) from box_office_daily as b where b.film_id = f.film_id)::bigint as box_office_cents
from films as f
inner join studios as s on f.studio_id = s.studio_id
inner join franchises as r on f.franchise_id = r.franchise_id
order by f.film_id
