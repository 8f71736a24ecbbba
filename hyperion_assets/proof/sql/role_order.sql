-- The most prominent first.
select unnest([
    'protagonist', 'hero', 'antihero', 'deuteragonist', 'antagonist', 'villain', 'tritagonist', 'love_interest',
    'mentor', 'sidekick', 'ally', 'comic_relief', 'henchman', 'supporting', 'narrator', 'minor', 'cameo'
]) as role, unnest(range(17)) as place
