-- Moves a job from one state to another, if it is still as the caller read it.
-- ARGV: 1 prefix, 2 id, 3 the record that the caller read, 4 the new record, 5 its status,
--       6 where the job must stand and is taken from: "pending" or "lease",
--       7 where it goes: "lease", "pending" or "nowhere", 8 deadline in milliseconds or score there, or "",
--       9 result or "", 10 milliseconds of creation, for a job without an index entry
-- Returns "done", "changed" (another record, or none), "moved" (it does not stand there), or "cancelling" (it would have
-- completed, but somebody was told that it will be cancelled).
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
