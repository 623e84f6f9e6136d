-- Reads the jobs that a scheduler holds, at most one per GPU, and removes them from the queue: a job that was put back
-- while the scheduler was slow between two commands must not run twice.
-- ARGV: 1 prefix, 2 maximum number of jobs
-- Returns the ids.
local ids = redis.call('SRANDMEMBER', key('queue:processing'), ARGV[2])
if #ids > 0 then
  redis.call('ZREM', key('queue:pending'), unpack(ids))
end
return ids
