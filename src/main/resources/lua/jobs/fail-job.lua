-- Fails an attempt. The job waits for another one when the failure is retryable and attempts are left.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 end time as JSON text, 4 id, 5 lease, 6 account
--       of the worker or '', 7 error as JSON text, 8 "retryable" or '', 9 maximum of failed attempts, 10 jitter from 0.8
--       to 1.2, 11 end of the worker's log or ''
-- Returns "queued", "failed", "cancelled" or "lost"; a repeated call is answered as the first one.
local MIN_DELAY, MAX_DELAY = 5000, 300000

local id, lease, account = ARGV[4], ARGV[5], ARGV[6]
if not has_lease(id, lease, account) then
  local before = answered_before(id, lease, account)
  return before and before ~= 'completed' and before or 'lost'
end
local now = milliseconds(ARGV[2])
if ARGV[11] ~= '' then
  redis.call('HSET', claim_key(id), 'log_tail', ARGV[11])
else -- the log of an earlier failure does not explain this one
  redis.call('HDEL', claim_key(id), 'log_tail')
end
if redis.call('ZSCORE', key('jobs:cancelling'), id) then
  end_job(id, now, 'cancelled', ARGV[3], {})
  return 'cancelled'
end
local failures = tonumber(redis.call('HGET', claim_key(id), 'failures') or '0')
if ARGV[8] == 'retryable' and failures + 1 < tonumber(ARGV[9]) then
  local delay = math.min(MIN_DELAY * 2 ^ failures, MAX_DELAY) * tonumber(ARGV[10])
  requeue(id, now, ARGV[3], ARGV[7], string.format('%.0f', now + delay))
  return 'queued'
end
redis.call('HINCRBY', claim_key(id), 'failures', 1)
end_job(id, now, 'failed', ARGV[3], {'error', ARGV[7]})
return 'failed'
