-- Adds a test event, unless one waits already: then this one is due now.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 endpoint, 4 owner, 5 id of the delivery, 6 data
--       as JSON
-- Returns the id of the delivery, "disabled", "full", or nil when the owner has no such endpoint.
local endpoint, now = ARGV[3], milliseconds(ARGV[2])
local state = redis.call('HMGET', endpoint_key(endpoint), 'owner', 'enabled', 'test')
if state[1] ~= ARGV[4] then
  return nil
elseif state[2] ~= '1' then
  return 'disabled'
end
local due, waiting = key('webhook:due:' .. endpoint), state[3]
if waiting and redis.call('ZSCORE', due, waiting) then
  if tonumber(redis.call('ZSCORE', key('webhook:leased:' .. endpoint), waiting) or '0') <= now then
    redis.call('ZADD', due, whole(now), waiting)
    place_endpoint(endpoint, now)
    tell_deliveries()
  end
  return waiting
end
if not add_delivery(endpoint, ARGV[5], 'webhook.test', ARGV[6], now) then
  return 'full'
end
redis.call('HSET', endpoint_key(endpoint), 'test', ARGV[5])
return ARGV[5]
