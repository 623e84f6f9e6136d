-- Finds jobs without a record that have a result or are in the scheduler's set. When there are no records at all, they
-- were lost or evicted: then nothing is reported, because a backup may be restored.
-- ARGV: 1 prefix, 2 cursor of the scan of results, 3 about how many results to scan, 4 maximum number of scheduler ids
-- Returns the next cursor, ids of results, and ids in the scheduler's set.
local results, running = {}, {}
if redis.call('EXISTS', key('jobs')) == 0 then
  return {'0', results, running}
end
local step = redis.call('HSCAN', key('results'), ARGV[2], 'COUNT', ARGV[3])
for i = 1, #step[2], 2 do
  local id = step[2][i]
  if redis.call('HEXISTS', key('jobs'), id) == 0 and redis.call('SISMEMBER', key('queue:processing'), id) == 0 then
    results[#results + 1] = id
  end
end
for _, id in ipairs(redis.call('SRANDMEMBER', key('queue:processing'), ARGV[4])) do
  if redis.call('HEXISTS', key('jobs'), id) == 0 then
    running[#running + 1] = id
  end
end
return {step[1], results, running}
