select
    c.character_id,
    c.talent_id,
    c.media_id,
    c.variant,
    c.credit,
    bool_or(c.is_credited) as is_credited,
    arg_min(c.confidence, o.place) as confidence,
    min(c.source_text) as source_text
from resolved_credits as c
left join confidence_order as o on c.confidence = o.confidence
where
    c.entry_kind = 'character' and c.character_id is not null and c.talent_id is not null
    and c.kind <> 'film' and c.media_id is not null
group by c.character_id, c.talent_id, c.media_id, c.variant, c.credit
