-- Scans a batch of an index, repairs entries that contradict the records, and counts the usage of ended jobs that were not
-- counted.
-- ARGV: 1 prefix, 2 index, 3 first rank, 4 maximum number of jobs, 5 status of the jobs of this index, or "" for any
-- Returns the rank of the next batch (0 at the end), and the number of entries that left the index.
local first, count = tonumber(ARGV[3]), tonumber(ARGV[4])
local ids = redis.call('ZRANGE', key(ARGV[2]), first, first + count - 1)
redis.call('SET', key('usage:since'), whole(milliseconds('')), 'NX')
if #ids == 0 then
  return {0, 0}
end
local deleted = redis.call('ZMSCORE', key('jobs:deleted'), unpack(ids))
local counted = ARGV[5] == '' and redis.call('HMGET', key('jobs:usage'), unpack(ids)) or nil
local left, MAX_RECORD = 0, 65536

local function is_ended(id, status)
  if status ~= '' then
    return ENDED[status]
  end
  return redis.call('ZSCORE', key('jobs:status:completed'), id)
    or redis.call('ZSCORE', key('jobs:status:failed'), id)
    or redis.call('ZSCORE', key('jobs:status:cancelled'), id)
end

for i, id in ipairs(ids) do
  local consistent
  if ARGV[5] == '' then
    -- for a long record, its existence is enough
    local length = redis.call('HSTRLEN', key('jobs'), id)
    local status = length > 0 and length <= MAX_RECORD and statusOf(redis.call('HGET', key('jobs'), id)) or ''
    consistent = length > 0 and (status == '' or redis.call('ZSCORE', key('jobs:status:' .. status), id))
      and (counted[i] or not is_ended(id, status))
  else
    local record = redis.call('HGET', key('jobs'), id)
    consistent = record and statusOf(record) == ARGV[5]
  end
  if consistent and ARGV[5] == 'queued' and not deleted[i] then
    local readable, job = pcall(cjson.decode, redis.call('HGET', key('jobs'), id))
    if readable and type(job) == 'table' then
      sync_waiting(id, job)
    end
  end
  if deleted[i] or not consistent then
    refresh(id, '')
    if not redis.call('ZSCORE', key(ARGV[2]), id) then
      left = left + 1
    end
  end
end
if #ids < count then
  return {0, left}
end
return {first + count - left, left}
