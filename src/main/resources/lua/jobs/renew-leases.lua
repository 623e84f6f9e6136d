-- Renews leases: the heartbeat of a worker.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 length of the lease in milliseconds, 4 account
--       of the worker or '', then for each job its id, its lease, its progress from 0 to 1 or '', and a message or ''
-- Returns for each job "continue", "cancel" (its cancellation was requested) or "lost".
local deadline = string.format('%.0f', milliseconds(ARGV[2]) + tonumber(ARGV[3]))
local orders = {}
for i = 5, #ARGV, 4 do
  local id, progress, message = ARGV[i], ARGV[i + 2], ARGV[i + 3]
  if not has_lease(id, ARGV[i + 1], ARGV[4]) then
    orders[#orders + 1] = 'lost'
  else
    redis.call('ZADD', key('queue:leases'), deadline, id)
    if progress ~= '' and redis.call('HGET', key('jobs:progress'), id) ~= progress then
      redis.call('HSET', key('jobs:progress'), id, progress)
      tell_job(id)
    end
    if message ~= '' and redis.call('HGET', key('jobs:messages'), id) ~= message then
      redis.call('HSET', key('jobs:messages'), id, message)
      tell_job(id)
    end
    orders[#orders + 1] = redis.call('ZSCORE', key('jobs:cancelling'), id) and 'cancel' or 'continue'
  end
end
return orders
