-- Claims an idempotency key before the files of its request are stored.
-- KEYS: hash of the idempotency key
-- ARGV: 1 hash of the request, 2 id of the claim, 3 seconds until the claim expires
-- Returns {"claimed"}, {"again", id, position} when the request was accepted before, {"differs"} when the key was used
-- for another request, {"in-flight"} while the same request is being handled.
local request, job, position = unpack(redis.call('HMGET', KEYS[1], 'request', 'job', 'position'))
if not request then
  redis.call('HSET', KEYS[1], 'request', ARGV[1], 'holder', ARGV[2])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
  return {'claimed'}
elseif request ~= ARGV[1] then
  return {'differs'}
elseif job then
  return {'again', job, position}
end
return {'in-flight'}
