-- The people whom each source names for a character in a film, and whether precedence lets them stand.
with lists as (
    select
        c.character_id, c.film_id, c.variant, c.credit, c.source,
        min(c.span) as span,
        list_sort(list_distinct(list(c.talent_id))) as talents,
        min(coalesce(o.place, 8)) as grade,
        max(struct_pack(a := c.generation, b := c."offset", c := c."partition")) as recency,
        min(c.place) as place
    from resolved_credits as c
    left join confidence_order as o on c.confidence = o.confidence
    where
        c.entry_kind = 'character' and c.character_id is not null and c.talent_id is not null
        and c.kind = 'film' and c.film_id is not null
    group by c.character_id, c.film_id, c.variant, c.credit, c.source
),

winners as (
    select *
    from lists
    qualify row_number() over (
        partition by character_id, film_id, variant, credit order by span, grade, recency desc
    ) = 1
)

select
    l.*,
    w.talents as kept_talents, w.source as kept_source, w.place as kept_place, w.span as kept_span,
    w.grade as kept_grade,
    list_has_any(l.talents, w.talents) as stands
from lists as l
inner join winners as w
    on
        l.character_id = w.character_id and l.film_id = w.film_id and l.variant = w.variant and l.credit = w.credit
