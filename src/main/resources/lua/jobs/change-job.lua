-- Moves a job from one state to another: a compare-and-set on its record.
-- ARGV: 1 prefix, 2 id, 3 the expected record, 4 the new record, 5 the new status,
--       6 where the job must be: "pending" or "lease",
--       7 where it moves: "lease", "pending" or "none", 8 end of the lease in milliseconds or queue score, or "",
--       9 result or "", 10 creation time in milliseconds, for a job without an index entry
-- Returns "done", "changed" (another record, or none), "moved" (the job is not where it must be), or "cancelling" (the
-- job cannot complete because its cancellation was requested).
local id = ARGV[2]
if redis.call('HGET', key('jobs'), id) ~= ARGV[3] or redis.call('ZSCORE', key('jobs:deleted'), id) then
  return 'changed'
end
if ARGV[5] == 'completed' and redis.call('ZSCORE', key('jobs:cancelling'), id) then
  return 'cancelling'
end
if ARGV[6] == 'pending' and redis.call('ZREM', key('queue:pending'), id) == 0 then
  return 'moved'
end
if ARGV[6] == 'lease' and redis.call('ZREM', key('queue:leases'), id) == 0 then
  return 'moved'
end
if ARGV[7] == 'lease' then
  redis.call('ZADD', key('queue:leases'), ARGV[8], id)
elseif ARGV[7] == 'pending' then
  redis.call('ZADD', key('queue:pending'), ARGV[8], id)
end
redis.call('HSET', key('jobs'), id, ARGV[4])
if ARGV[9] ~= '' then
  redis.call('HSET', key('results'), id, ARGV[9])
end
refresh(id, ARGV[10])
return 'done'
