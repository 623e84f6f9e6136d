-- Looks at a stretch of an index and corrects what its records contradict.
-- ARGV: 1 prefix, 2 index, 3 first rank, 4 how many, 5 status that its jobs have, or "" for any
-- Returns where the next stretch begins (0 at the end), and how many entries were corrected.
local first, count = tonumber(ARGV[3]), tonumber(ARGV[4])
local ids = redis.call('ZRANGE', key(ARGV[2]), first, first + count - 1)
if #ids == 0 then
  return {0, 0}
end
local records = redis.call('HMGET', key('jobs'), unpack(ids))
local deleted = redis.call('ZMSCORE', key('jobs:deleted'), unpack(ids))
local corrected = 0
for i, id in ipairs(ids) do
  if not records[i] or deleted[i] or (ARGV[5] ~= '' and statusOf(records[i]) ~= ARGV[5]) then
    refresh(id, '')
    corrected = corrected + 1
  end
end
if #ids < count then
  return {0, corrected}
end
return {first + count - corrected, corrected}
