-- Removes again what a scheduler wrote of jobs after their deletion, and forgets ids that were deleted long ago.
-- ARGV: 1 prefix, 2 first rank, 3 how many, 4 milliseconds before which ids are forgotten
-- Returns where the next stretch begins, 0 at the end, and the results that were removed, which name files.
local first, count = tonumber(ARGV[2]), tonumber(ARGV[3])
local ids = redis.call('ZRANGE', key('jobs:deleted'), first, first + count - 1, 'WITHSCORES')
local forgotten, results = 0, {}
for i = 1, #ids, 2 do
  local id = ids[i]
  local result = redis.call('HGET', key('results'), id)
  if result or redis.call('HEXISTS', key('jobs'), id) == 1 then
    results[#results + 1] = result or nil
    redis.call('HDEL', key('jobs'), id)
    redis.call('HDEL', key('results'), id)
    redis.call('ZREM', key('queue:pending'), id)
    forget(id)
  end
  if tonumber(ids[i + 1]) < tonumber(ARGV[4]) then
    redis.call('ZREM', key('jobs:deleted'), id)
    forgotten = forgotten + 1
  end
end
if #ids < 2 * count then
  return {0, results}
end
return {first + count - forgotten, results}
