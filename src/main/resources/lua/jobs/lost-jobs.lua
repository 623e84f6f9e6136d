-- Looks at a stretch of an index for jobs that ought to stand in the queue or with a worker, and stand nowhere.
-- ARGV: 1 prefix, 2 index, 3 first rank, 4 how many, 5 status that the record must have
-- Returns where the next stretch begins (0 at the end), and one {id, record, "cancelling" or ""} for each.
local first, count = tonumber(ARGV[3]), tonumber(ARGV[4])
local ids = redis.call('ZRANGE', key(ARGV[2]), first, first + count - 1)
local lost = {}
for _, id in ipairs(ids) do
  if is_orphan(id) then
    local record = redis.call('HGET', key('jobs'), id)
    if record and statusOf(record) == ARGV[5] then
      lost[#lost + 1] = {id, record, redis.call('ZSCORE', key('jobs:cancelling'), id) and 'cancelling' or ''}
    end
  end
end
return {#ids < count and 0 or first + count, lost}
