-- Looks at a stretch of an index and corrects what its records contradict.
-- ARGV: 1 prefix, 2 index, 3 first rank, 4 how many, 5 status that its jobs have, or "" for any
-- Returns where the next stretch begins (0 at the end), and how many entries left the index.
local first, count = tonumber(ARGV[3]), tonumber(ARGV[4])
local ids = redis.call('ZRANGE', key(ARGV[2]), first, first + count - 1)
if #ids == 0 then
  return {0, 0}
end
local deleted = redis.call('ZMSCORE', key('jobs:deleted'), unpack(ids))
local left, LONGEST = 0, 65536
for i, id in ipairs(ids) do
  local fits
  if ARGV[5] == '' then
    -- of a record that is long it is enough to know that there is one
    local length = redis.call('HSTRLEN', key('jobs'), id)
    local status = length > 0 and length <= LONGEST and statusOf(redis.call('HGET', key('jobs'), id)) or ''
    fits = length > 0 and (status == '' or redis.call('ZSCORE', key('jobs:status:' .. status), id))
  else
    local record = redis.call('HGET', key('jobs'), id)
    fits = record and statusOf(record) == ARGV[5]
  end
  if deleted[i] or not fits then
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
