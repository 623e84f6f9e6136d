-- Gives all jobs of an account's workers back to the queue.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 time as JSON text, 4 account, 5 maximum number
--       of leases to look at
-- Returns the number of jobs.
local now, released = milliseconds(ARGV[2]), 0
for _, id in ipairs(redis.call('ZRANGE', key('queue:leases'), 0, tonumber(ARGV[5]) - 1)) do
  if redis.call('HGET', claim_key(id), 'account') == ARGV[4] then
    released = released + 1
    if redis.call('ZSCORE', key('jobs:cancelling'), id) then
      end_job(id, now, 'cancelled', ARGV[3], {})
    else
      requeue(id, now, ARGV[3])
    end
  end
end
return released
