-- Takes jobs back from workers that vanished or do not obey a cancellation, queues jobs whose retry is due, adds the usage of
-- jobs that have ended to the sums, and lets parked users back in whose limits were raised or whose jobs were ended by
-- another program.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 time as JSON text, 4 maximum of failed
--       attempts, 5 running jobs that a user without a limit may have (0 for any number), 6 how long a worker may take to
--       stop a cancelled job, in milliseconds, 7 maximum number of jobs or users of each kind, 8 milliseconds without a
--       call of this script after which all servers or Redis count as having been away, 9 length of a lease
-- Returns the number of jobs whose workers vanished.
local now, count, vanished = milliseconds(ARGV[2]), tonumber(ARGV[7]), 0
local time = ARGV[3]

local function reclaim(id)
  if redis.call('HEXISTS', key('jobs'), id) == 0 then
    redis.call('ZREM', key('queue:leases'), id)
    redis.call('DEL', claim_key(id))
    return
  end
  if redis.call('ZSCORE', key('jobs:cancelling'), id) then
    end_job(id, now, 'cancelled', time, {})
    return
  end
  vanished = vanished + 1
  local failures = tonumber(redis.call('HGET', claim_key(id), 'failures') or '0')
  if failures + 1 >= tonumber(ARGV[4]) then
    local reason = '"The worker stopped answering, ' .. failures + 1 .. ' times."'
    redis.call('HINCRBY', claim_key(id), 'failures', 1)
    end_job(id, now, 'failed', time, {'error', reason}, 'lost')
  else
    requeue(id, now, time, '"The worker stopped answering."')
  end
end

-- While all servers or Redis were away, no worker could renew its lease: none expires before each had the time to.
local function leases_expire()
  local last, grace = unpack(redis.call('HMGET', key('queue:reclaim'), 'last', 'grace'))
  grace = tonumber(grace or '0')
  if now - tonumber(last or '0') > tonumber(ARGV[8]) then
    grace = now + tonumber(ARGV[9])
  end
  redis.call('HSET', key('queue:reclaim'), 'last', string.format('%.0f', now), 'grace', string.format('%.0f', grace))
  return now >= grace
end

local at = string.format('%.0f', now)
if leases_expire() then
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('queue:leases'), '-inf', at, 'LIMIT', 0, count)) do
    reclaim(id)
  end
end
local overdue = string.format('%.0f', now - tonumber(ARGV[6]))
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('jobs:cancelling'), '-inf', overdue, 'LIMIT', 0, count)) do
  if redis.call('ZSCORE', key('queue:leases'), id) then
    reclaim(id)
  end
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('queue:delayed'), '-inf', at, 'LIMIT', 0, count)) do
  redis.call('ZREM', key('queue:delayed'), id)
  local record = redis.call('HGET', key('jobs'), id)
  local score = redis.call('HGET', claim_key(id), 'score')
  local readable, job = pcall(cjson.decode, record or '')
  if readable and type(job) == 'table' and score then
    redis.call('ZADD', key('queue:pending'), score, id)
    add_waiting(id, job, score)
  end
end
for _, flow in ipairs(redis.call('SRANDMEMBER', key('fair:parked'), count)) do
  local limit = limits_of(flow).max_running or tonumber(ARGV[5])
  if limit == 0 or redis.call('ZCARD', key('jobs:owner:' .. flow .. ':processing')) < limit then
    unpark(flow)
  end
end
-- jobs that another program queued
for _, id in ipairs(redis.call('ZRANGE', key('queue:pending'), 0, count - 1)) do
  local record = redis.call('HGET', key('jobs'), id)
  local readable, job = pcall(cjson.decode, record or '')
  if not record then
    redis.call('ZREM', key('queue:pending'), id)
  elseif readable and type(job) == 'table' then
    sync_waiting(id, job)
  end
end
fold_usage()
return vanished
