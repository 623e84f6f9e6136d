-- Removes the leftovers of jobs without a record.
-- ARGV: 1 prefix, then ids
-- Returns the number of jobs that had no record.
local removed = 0
if redis.call('EXISTS', key('jobs')) == 0 then
  return removed
end
for i = 2, #ARGV do
  if redis.call('HEXISTS', key('jobs'), ARGV[i]) == 0 then
    redis.call('HDEL', key('results'), ARGV[i])
    redis.call('SREM', key('queue:processing'), ARGV[i])
    removed = removed + 1
  end
end
return removed
