select
    c.character_id,
    c.talent_id,
    c.film_id,
    c.variant,
    c.credit,
    bool_or(c.is_credited) as is_credited,
    arg_min(c.confidence, o.place) as confidence,
    min(c.source_text) as source_text
from resolved_credits as c
left join confidence_order as o on c.confidence = o.confidence
inner join casts as l
    on
        c.character_id = l.character_id and c.film_id = l.film_id and c.variant = l.variant and c.credit = l.credit
        and c.source = l.source
where
    l.stands and c.entry_kind = 'character' and c.character_id is not null and c.talent_id is not null
    and c.kind = 'film' and c.film_id is not null
group by c.character_id, c.talent_id, c.film_id, c.variant, c.credit
