-- Removes data that a scheduler wrote for jobs after their deletion, and expired tombstones.
-- ARGV: 1 prefix, 2 first rank, 3 maximum number of jobs, 4 milliseconds before which tombstones expire
-- Returns the rank of the next batch (0 at the end), and the removed results, which name files.
local first, count = tonumber(ARGV[2]), tonumber(ARGV[3])
local ids = redis.call('ZRANGE', key('jobs:deleted'), first, first + count - 1, 'WITHSCORES')
local expired, results = 0, {}
for i = 1, #ids, 2 do
  local id = ids[i]
  local result = redis.call('HGET', key('results'), id)
  if result or redis.call('HEXISTS', key('jobs'), id) == 1 then
    results[#results + 1] = result or nil
    local readable, job = pcall(cjson.decode, redis.call('HGET', key('jobs'), id) or '')
    redis.call('HDEL', key('jobs'), id)
    redis.call('HDEL', key('results'), id)
    redis.call('ZREM', key('queue:pending'), id)
    remove_from_index(id)
    if readable and type(job) == 'table' then
      remove_waiting(id, job)
    end
  end
  if tonumber(ids[i + 1]) < tonumber(ARGV[4]) then
    redis.call('ZREM', key('jobs:deleted'), id)
    expired = expired + 1
  end
end
if #ids < 2 * count then
  return {0, results}
end
return {first + count - expired, results}
