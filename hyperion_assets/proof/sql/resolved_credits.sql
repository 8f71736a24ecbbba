-- Every credit in every medium that it holds for.
with each as (
    select
        key, kind, name, name_slug, character_id, coalesce(source, '') as source, place,
        generation, "partition", "offset", unnest(credits) as credit
    from resolved_entries
),

media_of_each as (
    select *, unnest(credit.media) as medium from each
)

select
    m.key,
    m.kind as entry_kind,
    m.character_id,
    m.name as label,
    m.name_slug as label_slug,
    m.source,
    m.place,
    m.generation,
    m."partition",
    m."offset",
    len(m.credit.media)::integer as span,
    m.credit.talent_id,
    m.credit.talent_name,
    m.credit.spelled,
    m.credit.named_by,
    m.credit.named_why,
    coalesce(m.credit.variant, '') as variant,
    m.credit.credit,
    m.credit.is_credited,
    m.credit.confidence,
    m.credit.source_text,
    m.medium.kind,
    m.medium.media_id,
    a.film_id
from media_of_each as m
inner join appearances as a
    on
        m.key = a.key and m.medium.kind = a.kind and m.medium.title = a.title
        and m.medium.year is not distinct from a.year and m.medium.media_id = a.media_id
