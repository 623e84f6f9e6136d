-- Looks for ids that stand with the scheduler, and for results, of jobs that have no record. Where there is no job at all
-- somebody lost or evicted them: nothing counts as a stray then, since a backup may bring them back.
-- ARGV: 1 prefix, 2 cursor of the walk through the results, 3 how many of them, about, 4 how many ids of the scheduler
-- Returns the next cursor, ids of results, and ids that stand with the scheduler.
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
