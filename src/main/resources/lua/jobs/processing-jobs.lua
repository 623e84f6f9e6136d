-- Reads the jobs that a scheduler holds, at most one per GPU, and removes them from the queue: a job that was put back
-- while the scheduler was slow between two commands must not run twice.
-- ARGV: 1 prefix, 2 maximum number of jobs
-- Returns the ids.
local ids = redis.call('SRANDMEMBER', key('queue:processing'), ARGV[2])
if #ids > 0 then
  redis.call('ZREM', key('queue:pending'), unpack(ids))
  redis.call('ZREM', key('queue:delayed'), unpack(ids))
  if redis.call('ZREM', key('queue:leases'), unpack(ids)) > 0 then -- the scheduler has them: the leases are lost
    for _, id in ipairs(ids) do
      redis.call('HDEL', key('claim:' .. id), 'lease')
    end
  end
end
return ids
