-- Makes a delivery due now. One that has ended begins its schedule anew.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 endpoint, 4 owner, 5 delivery
-- Returns "done", "disabled", "full", "unknown" (no such delivery), or nil when the owner has no such endpoint.
local endpoint, id, now = ARGV[3], ARGV[5], milliseconds(ARGV[2])
local state = redis.call('HMGET', endpoint_key(endpoint), 'owner', 'enabled')
if state[1] ~= ARGV[4] then
  return nil
end
if redis.call('HEXISTS', key('webhook:events:' .. endpoint), id) == 0 then
  return 'unknown'
elseif state[2] ~= '1' then
  return 'disabled'
end
local due = key('webhook:due:' .. endpoint)
if tonumber(redis.call('ZSCORE', key('webhook:leased:' .. endpoint), id) or '0') > now then
  return 'done' -- an attempt runs
end
if not redis.call('ZSCORE', due, id) then
  if redis.call('ZCARD', due) >= MAX_WAITING then
    return 'full'
  end
  redis.call('INCR', key('webhooks:waiting'))
  redis.call('ZREM', key('webhook:ended:' .. endpoint), id)
  redis.call('HDEL', key('webhook:attempts:' .. endpoint), id)
  redis.call('ZADD', key('webhook:log:' .. endpoint), whole(now), id)
end
redis.call('ZADD', due, whole(now), id)
place_endpoint(endpoint, now)
tell_deliveries()
return 'done'
