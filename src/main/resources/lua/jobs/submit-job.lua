-- Queues a job as 3DAIGC-API does, and adds it to the indexes.
-- ARGV: 1 prefix, 2 id, 3 record, 4 queue score, 5 creation time in milliseconds, 6 owner or "",
--       7 maximum of waiting jobs, 0 for unlimited, 8 maximum of this owner's waiting jobs, 0 for unlimited,
--       9 Redis key of the idempotency key or "", 10 hash of the request, 11 seconds until the idempotency key expires
-- Returns {"queued", position from 1, number of the owner's jobs}, {"again", id, position} for a repeated request,
-- {"differs"} for another request with the same key, {"in-flight"} while another request holds the key, {"full"} or
-- {"owner-full"}.
local id, record, owner = ARGV[2], ARGV[3], ARGV[6]
if ARGV[9] ~= '' then
  local request, job, position, holder = unpack(redis.call('HMGET', ARGV[9], 'request', 'job', 'position', 'holder'))
  if request and request ~= ARGV[10] then
    return {'differs'}
  elseif job then
    return {'again', job, position}
  elseif request and holder ~= id then
    return {'in-flight'}
  end
end
if ARGV[7] ~= '0' and redis.call('ZCARD', key('queue:pending')) >= tonumber(ARGV[7]) then
  return {'full'}
end
if ARGV[8] ~= '0' and owner ~= ''
    and redis.call('ZCARD', key('jobs:owner:' .. owner .. ':queued')) >= tonumber(ARGV[8]) then
  return {'owner-full'}
end
redis.call('HSET', key('jobs'), id, record)
redis.call('ZADD', key('queue:pending'), ARGV[4], id)
redis.call('ZADD', key('jobs:created'), ARGV[5], id)
redis.call('ZADD', key('jobs:status:queued'), ARGV[5], id)
if owner ~= '' then
  redis.call('HSET', key('jobs:owners'), id, owner)
  redis.call('ZADD', key('jobs:owner:' .. owner), ARGV[5], id)
  redis.call('ZADD', key('jobs:owner:' .. owner .. ':queued'), ARGV[5], id)
end
local position = tostring(redis.call('ZRANK', key('queue:pending'), id) + 1)
if ARGV[9] ~= '' then
  redis.call('HSET', ARGV[9], 'request', ARGV[10], 'job', id, 'position', position)
  redis.call('HDEL', ARGV[9], 'holder')
  redis.call('EXPIRE', ARGV[9], ARGV[11])
end
return {'queued', position, owner == '' and 0 or redis.call('ZCARD', key('jobs:owner:' .. owner))}
