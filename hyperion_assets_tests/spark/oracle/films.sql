-- Each fact from the record that is best for it: one that has it, the best confidence, the film's own key, the newest.
with ranked as (
    select
        *,
        row_number() over (
            partition by film_id order by key <> film_id, generation desc, "offset" desc, "partition" desc
        ) as place_in_order
    from current_films
),

grades as (
    select unnest([
        'two_sources_agree', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing'
    ]) as confidence, unnest(range(6)) as grade
),


release_date_of as (
    select r.film_id, r.release_date, r.release_date_confidence
    from ranked as r
    left join grades as g on r.release_date_confidence = g.confidence
    qualify row_number() over (
        partition by r.film_id order by r.release_date is null, coalesce(g.grade, 6), r.place_in_order
    ) = 1
),

runtime_min_of as (
    select r.film_id, r.runtime_min, r.runtime_confidence
    from ranked as r
    left join grades as g on r.runtime_confidence = g.confidence
    qualify row_number() over (
        partition by r.film_id order by r.runtime_min is null, coalesce(g.grade, 6), r.place_in_order
    ) = 1
),

mpaa_rating_of as (
    select r.film_id, r.mpaa_rating, r.mpaa_confidence
    from ranked as r
    left join grades as g on r.mpaa_confidence = g.confidence
    qualify row_number() over (
        partition by r.film_id order by r.mpaa_rating is null, coalesce(g.grade, 6), r.place_in_order
    ) = 1
),

budget_cents_of as (
    select r.film_id, r.budget_cents, r.budget_confidence
    from ranked as r
    left join grades as g on r.budget_confidence = g.confidence
    qualify row_number() over (
        partition by r.film_id order by r.budget_cents is null, coalesce(g.grade, 6), r.place_in_order
    ) = 1
),

domestic_gross_cents_of as (
    select r.film_id, r.domestic_gross_cents, r.domestic_gross_confidence
    from ranked as r
    left join grades as g on r.domestic_gross_confidence = g.confidence
    qualify row_number() over (
        partition by r.film_id order by r.domestic_gross_cents is null, coalesce(g.grade, 6), r.place_in_order
    ) = 1
),

worldwide_gross_cents_of as (
    select r.film_id, r.worldwide_gross_cents, r.worldwide_gross_confidence
    from ranked as r
    left join grades as g on r.worldwide_gross_confidence = g.confidence
    qualify row_number() over (
        partition by r.film_id order by r.worldwide_gross_cents is null, coalesce(g.grade, 6), r.place_in_order
    ) = 1
),

animation_type_of as (
    select r.film_id, r.animation_type, r.animation_type_confidence
    from ranked as r
    left join grades as g on r.animation_type_confidence = g.confidence
    qualify row_number() over (
        partition by r.film_id order by r.animation_type is null, coalesce(g.grade, 6), r.place_in_order
    ) = 1
),

release_type_of as (
    select r.film_id, r.release_type, r.release_type_confidence
    from ranked as r
    left join grades as g on r.release_type_confidence = g.confidence
    qualify row_number() over (
        partition by r.film_id order by r.release_type is null, coalesce(g.grade, 6), r.place_in_order
    ) = 1
),

original_run_of as (
    select film_id, domestic_original_run_cents
    from ranked
    qualify row_number() over (
        partition by film_id order by domestic_original_run_cents is null, place_in_order
    ) = 1
)

select
    c.film_id, c.title, c.release_year, release_date_of.release_date, release_type_of.release_type,
    animation_type_of.animation_type, runtime_min_of.runtime_min, mpaa_rating_of.mpaa_rating,
    budget_cents_of.budget_cents, domestic_gross_cents_of.domestic_gross_cents,
    original_run_of.domestic_original_run_cents, worldwide_gross_cents_of.worldwide_gross_cents,
    c.studio_id, c.franchise_id,
    release_date_of.release_date_confidence, runtime_min_of.runtime_confidence, mpaa_rating_of.mpaa_confidence,
    budget_cents_of.budget_confidence, domestic_gross_cents_of.domestic_gross_confidence,
    worldwide_gross_cents_of.worldwide_gross_confidence, animation_type_of.animation_type_confidence,
    release_type_of.release_type_confidence
from catalogue as c
inner join release_date_of on c.film_id = release_date_of.film_id
inner join runtime_min_of on c.film_id = runtime_min_of.film_id
inner join mpaa_rating_of on c.film_id = mpaa_rating_of.film_id
inner join budget_cents_of on c.film_id = budget_cents_of.film_id
inner join domestic_gross_cents_of on c.film_id = domestic_gross_cents_of.film_id
inner join worldwide_gross_cents_of on c.film_id = worldwide_gross_cents_of.film_id
inner join animation_type_of on c.film_id = animation_type_of.film_id
inner join release_type_of on c.film_id = release_type_of.film_id
inner join original_run_of on c.film_id = original_run_of.film_id
