-- A step through all uploads: entries without a record leave the lists.
-- ARGV: 1 prefix, 2 rank to begin with, 3 how many
-- Returns the rank where to go on, or 0 at the end.
local from, count = tonumber(ARGV[2]), tonumber(ARGV[3])
local ids = redis.call('ZRANGE', key('files:all'), from, from + count - 1)
local kept = 0
for _, id in ipairs(ids) do
  if isKnown(id) then
    kept = kept + 1
  else
    forget(id)
  end
end
if #ids < count then
  return 0
end
return from + kept
