-- Renews the lease of a worker and stores the progress of its job.
-- ARGV: 1 prefix, 2 id, 3 the record that the worker claimed, 4 new end of the lease in milliseconds, 5 progress from 0
-- to 1
-- Returns "gone" when the worker no longer holds the job, "cancel" when cancellation was requested, or "ok".
local id = ARGV[2]
if not redis.call('ZSCORE', key('queue:leases'), id) or redis.call('HGET', key('jobs'), id) ~= ARGV[3] then
  return 'gone'
end
redis.call('ZADD', key('queue:leases'), ARGV[4], id)
redis.call('HSET', key('jobs:progress'), id, ARGV[5])
return redis.call('ZSCORE', key('jobs:cancelling'), id) and 'cancel' or 'ok'
