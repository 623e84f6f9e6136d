-- What waits at the head of the queue.
-- ARGV: 1 prefix, 2 how many
-- Returns one {id, record} for each that has a record; the others are dropped.
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
