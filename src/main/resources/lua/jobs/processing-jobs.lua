-- Which jobs a scheduler works on: as many as it has GPUs. None of them waits: one that was put back into the queue while
-- the scheduler was slow between two of its commands must not run twice.
-- ARGV: 1 prefix, 2 how many at most
local ids = redis.call('SRANDMEMBER', key('queue:processing'), ARGV[2])
if #ids > 0 then
  redis.call('ZREM', key('queue:pending'), unpack(ids))
end
return ids
