-- Scans a batch of an index for orphans: jobs that are neither in the queue nor held by a worker.
-- ARGV: 1 prefix, 2 index, 3 first rank, 4 maximum number of jobs, 5 status that the record must have
-- Returns the rank of the next batch (0 at the end), and {id, record, "cancelling" or ""} for each orphan.
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
