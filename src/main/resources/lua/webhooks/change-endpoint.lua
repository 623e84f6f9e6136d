-- Changes an endpoint. Another URL begins without the failures of the former one.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 id, 4 owner, 5 "1" or "0" to enable or disable
--       it, or '', then names and values of the fields to change
-- Returns 1, or 0 when the owner has no such endpoint.
local id, owner, now = ARGV[3], ARGV[4], milliseconds(ARGV[2])
if redis.call('HGET', endpoint_key(id), 'owner') ~= owner then
  return 0
end
local url = redis.call('HGET', endpoint_key(id), 'url')
for i = 6, #ARGV, 2 do
  redis.call('HSET', endpoint_key(id), ARGV[i], ARGV[i + 1])
end
local enabled = redis.call('HGET', endpoint_key(id), 'enabled')
if ARGV[5] == '1' and enabled == '0' then
  redis.call('HSET', endpoint_key(id), 'enabled', '1', 'lane', 'slow')
  redis.call('HDEL', endpoint_key(id), 'disabled_reason', 'disabled_at', 'failing_since')
  tell_deliveries()
elseif ARGV[5] == '0' and enabled == '1' then
  disable_endpoint(id, 'owner', now)
end
if redis.call('HGET', endpoint_key(id), 'url') ~= url then
  redis.call('HSET', endpoint_key(id), 'lane', 'live')
  redis.call('HDEL', endpoint_key(id), 'failing_since')
end
local state = redis.call('HMGET', endpoint_key(id), 'enabled', 'events')
local events = state[1] == '1' and state[2] or ''
if redis.call('HGET', key('webhooks:of:' .. owner), id) ~= events then
  redis.call('HSET', key('webhooks:of:' .. owner), id, events)
  redis.call('HSET', endpoint_key(id), 'complete_since', whole(now))
end
place_endpoint(id, now)
return 1
