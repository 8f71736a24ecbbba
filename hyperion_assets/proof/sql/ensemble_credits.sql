with rows_ as (
    select film_id, talent_id, label, label_slug, is_credited, confidence, source_text
    from resolved_credits
    where entry_kind = 'ensemble' or talent_id is null
    union all
    select a.film_id, null, e.name, e.name_slug, false, e.confidence, null
    from resolved_entries as e
    inner join appearances as a on e.key = a.key
    where e.kind = 'ensemble' and len(e.credits) = 0
),

keyed as (
    select
        r.*,
        o.place,
        r.film_id || '--' || coalesce(r.talent_id, 'unnamed') || '--' || r.label_slug as ensemble_credit_id
    from rows_ as r
    left join confidence_order as o on r.confidence = o.confidence
    where r.film_id is not null
),

labels as (
    select ensemble_credit_id, label
    from keyed
    group by ensemble_credit_id, label
    qualify row_number() over (partition by ensemble_credit_id order by count(*) desc, label) = 1
)

select
    k.ensemble_credit_id,
    any_value(k.film_id) as film_id,
    any_value(k.talent_id) as talent_id,
    any_value(l.label) as label,
    bool_or(k.is_credited) as is_credited,
    arg_min(k.confidence, k.place) as confidence,
    min(k.source_text) as source_text
from keyed as k
inner join labels as l on k.ensemble_credit_id = l.ensemble_credit_id
group by k.ensemble_credit_id
