-- Reads the jobs at the head of the queue.
-- ARGV: 1 prefix, 2 maximum number of jobs
-- Returns {id, record} for each. Ids without a record are removed from the queue.
local waiting = {}
for _, id in ipairs(redis.call('ZRANGE', key('queue:pending'), 0, tonumber(ARGV[2]) - 1)) do
  local record = redis.call('HGET', key('jobs'), id)
  if record then
    waiting[#waiting + 1] = {id, record}
  else
    redis.call('ZREM', key('queue:pending'), id)
  end
end
return waiting
