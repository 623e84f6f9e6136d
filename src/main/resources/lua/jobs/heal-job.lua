-- Puts a lost job back into the queue or ends it, if its record is unchanged and it is still an orphan.
-- ARGV: 1 prefix, 2 id, 3 the expected record, 4 the new record (the same for a job that is put back),
--       5 queue score, or "" for a job that ends, 6 creation time in milliseconds, for a job without an index entry
-- Returns 1, or 0 when the job was not changed.
local id = ARGV[2]
if redis.call('HGET', key('jobs'), id) ~= ARGV[3] or not is_orphan(id) then
  return 0
end
if ARGV[5] ~= '' then
  redis.call('ZADD', key('queue:pending'), ARGV[5], id)
end
redis.call('HSET', key('jobs'), id, ARGV[4])
refresh(id, ARGV[6])
return 1
