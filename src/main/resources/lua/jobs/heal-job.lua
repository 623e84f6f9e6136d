-- Puts a lost job back into the queue, or ends it, if it still is as the caller read it and still stands nowhere.
-- ARGV: 1 prefix, 2 id, 3 the record that the caller read, 4 the new record (the same for one that is put back),
--       5 score in the queue, or "" for one that ends, 6 milliseconds of creation, for a job without an index entry
-- Returns 1, or 0 when nothing was done.
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
