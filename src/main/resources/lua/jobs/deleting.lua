-- Prepended to the scripts that delete jobs, after index.lua.

-- Deletes a job whose record is there, and returns its result, or "". A scheduler that is working on it may write it once
-- more: its id is remembered, so that nobody sees that. now: milliseconds
local function delete(id, now)
  local result = redis.call('HGET', key('results'), id) or ''
  redis.call('HDEL', key('jobs'), id)
  redis.call('HDEL', key('results'), id)
  redis.call('ZREM', key('queue:pending'), id)
  redis.call('SREM', key('queue:processing'), id)
  redis.call('ZREM', key('queue:leases'), id)
  forget(id)
  redis.call('ZADD', key('jobs:deleted'), now, id)
  return result
end
