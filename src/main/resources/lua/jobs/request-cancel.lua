-- Requests the cancellation of a job that is being processed.
-- ARGV: 1 prefix, 2 id, 3 now in milliseconds
-- Returns 1, or 0 when the job is not being processed.
local id = ARGV[2]
if not redis.call('ZSCORE', key('queue:leases'), id) and redis.call('SISMEMBER', key('queue:processing'), id) == 0 then
  return 0
end
redis.call('ZADD', key('jobs:cancelling'), 'NX', ARGV[3], id) -- the first request counts
return 1
