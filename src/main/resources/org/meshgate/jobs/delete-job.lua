-- Deletes a job. A scheduler that is working on it may write it once more: its id is remembered, so that nobody sees that.
-- ARGV: 1 prefix, 2 id, 3 now in milliseconds
-- Returns nil when there is none, or record and result ("" when there is none).
local id = ARGV[2]
local record = redis.call('HGET', key('jobs'), id)
if not record or redis.call('ZSCORE', key('jobs:deleted'), id) then
  return nil
end
local result = redis.call('HGET', key('results'), id) or ''
redis.call('HDEL', key('jobs'), id)
redis.call('HDEL', key('results'), id)
redis.call('ZREM', key('queue:pending'), id)
redis.call('SREM', key('queue:processing'), id)
redis.call('ZREM', key('queue:leases'), id)
forget(id)
redis.call('ZADD', key('jobs:deleted'), ARGV[3], id)
return {record, result}
