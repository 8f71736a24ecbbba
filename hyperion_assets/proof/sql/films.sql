-- Each fact from the record that is best for it: one that has it, the best confidence, the film's own key, the newest.
with ranked as (
    select
        *,
        row_number() over (
            partition by film_id order by key <> film_id, generation desc, "offset" desc, "partition" desc
        ) as nth,
        [
            'two_sources_agree', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable',
            'missing'
        ] as grades
    from current_films
),

chosen as (
    select
        film_id,
        arg_min(
            { 'fact': release_date, 'confidence': release_date_confidence },
            [release_date is null, coalesce(list_position(grades, release_date_confidence), 7), nth]
        ) as release_date,
        arg_min(
            { 'fact': runtime_min, 'confidence': runtime_confidence },
            [runtime_min is null, coalesce(list_position(grades, runtime_confidence), 7), nth]
        ) as runtime_min,
        arg_min(
            { 'fact': mpaa_rating, 'confidence': mpaa_confidence },
            [mpaa_rating is null, coalesce(list_position(grades, mpaa_confidence), 7), nth]
        ) as mpaa_rating,
        arg_min(
            { 'fact': budget_cents, 'confidence': budget_confidence },
            [budget_cents is null, coalesce(list_position(grades, budget_confidence), 7), nth]
        ) as budget_cents,
        arg_min(
            { 'fact': domestic_gross_cents, 'confidence': domestic_gross_confidence },
            [domestic_gross_cents is null, coalesce(list_position(grades, domestic_gross_confidence), 7), nth]
        ) as domestic_gross_cents,
        arg_min(
            { 'fact': worldwide_gross_cents, 'confidence': worldwide_gross_confidence },
            [worldwide_gross_cents is null, coalesce(list_position(grades, worldwide_gross_confidence), 7), nth]
        ) as worldwide_gross_cents,
        arg_min(
            { 'fact': animation_type, 'confidence': animation_type_confidence },
            [animation_type is null, coalesce(list_position(grades, animation_type_confidence), 7), nth]
        ) as animation_type,
        arg_min(
            { 'fact': release_type, 'confidence': release_type_confidence },
            [release_type is null, coalesce(list_position(grades, release_type_confidence), 7), nth]
        ) as release_type,
        arg_min(
            { 'fact': domestic_original_run_cents }, [domestic_original_run_cents is null, nth]
        ) as domestic_original_run_cents
    from ranked
    group by film_id
)

select
    catalogue.film_id, catalogue.title, catalogue.release_year,
    chosen.release_date.fact as release_date, chosen.release_type.fact as release_type,
    chosen.animation_type.fact as animation_type, chosen.runtime_min.fact as runtime_min,
    chosen.mpaa_rating.fact as mpaa_rating, chosen.budget_cents.fact as budget_cents,
    chosen.domestic_gross_cents.fact as domestic_gross_cents,
    chosen.domestic_original_run_cents.fact as domestic_original_run_cents,
    chosen.worldwide_gross_cents.fact as worldwide_gross_cents,
    catalogue.studio_id, catalogue.franchise_id,
    chosen.release_date.confidence as release_date_confidence, chosen.runtime_min.confidence as runtime_confidence,
    chosen.mpaa_rating.confidence as mpaa_confidence, chosen.budget_cents.confidence as budget_confidence,
    chosen.domestic_gross_cents.confidence as domestic_gross_confidence,
    chosen.worldwide_gross_cents.confidence as worldwide_gross_confidence,
    chosen.animation_type.confidence as animation_type_confidence,
    chosen.release_type.confidence as release_type_confidence
from catalogue
inner join chosen on catalogue.film_id = chosen.film_id
