-- Completes a job with its result, or cancels it when its cancellation was requested.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 end time as JSON text, 4 id, 5 lease, 6 account
--       of the worker or '', 7 result, 8 bytes of its files
-- Returns "completed", "cancelled" or "lost"; a repeated call is answered as the first one.
local id, lease, account = ARGV[4], ARGV[5], ARGV[6]
if not has_lease(id, lease, account) then
  local before = answered_before(id, lease, account)
  return (before == 'completed' or before == 'cancelled') and before or 'lost'
end
local now = milliseconds(ARGV[2])
if redis.call('ZSCORE', key('jobs:cancelling'), id) then
  end_job(id, now, 'cancelled', ARGV[3], {})
  return 'cancelled'
end
redis.call('HSET', key('results'), id, ARGV[7])
end_job(id, now, 'completed', ARGV[3], {}, nil, tonumber(ARGV[8]))
return 'completed'
