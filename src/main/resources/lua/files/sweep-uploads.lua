-- Removes entries without a record from the indexes, in one batch of the index of all uploads.
-- ARGV: 1 prefix, 2 first rank, 3 batch size
-- Returns the first rank of the next batch, or 0 at the end.
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
