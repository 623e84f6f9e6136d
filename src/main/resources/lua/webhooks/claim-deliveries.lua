-- Leases deliveries that are due. An endpoint without its account is removed, and one of a disabled account looked at
-- again later.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 lane, 4 number of deliveries, 5 length of the
--       lease in milliseconds
-- Returns the end of the leases, and endpoint, its fields, id, event and former attempts of each delivery.
local MAX_ENDPOINTS = 64
local MAX_AGE_MILLIS = 7 * 86400000
local DISABLED_MILLIS = 600000

local now, lane, left = milliseconds(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local lease_end = whole(now + tonumber(ARGV[5]))
local order = key('webhooks:due:' .. lane)
local claimed = {}

-- Whether the endpoint may get deliveries now.
local function admitted(endpoint, owner)
  if not owner then
    redis.call('ZREM', order, endpoint)
    return false
  elseif owner == SERVER then
    return true
  end
  local record = redis.call('GET', key('user:' .. owner))
  if not record then
    remove_endpoint(endpoint, owner)
    return false
  end
  local readable, user = pcall(cjson.decode, record)
  if not readable or type(user) ~= 'table' or (user.is_active ~= nil and user.is_active ~= true) then
    redis.call('ZADD', order, whole(now + DISABLED_MILLIS), endpoint)
    return false
  end
  return true
end

local function claim_of(endpoint)
  local due, leased = key('webhook:due:' .. endpoint), key('webhook:leased:' .. endpoint)
  redis.call('ZREMRANGEBYSCORE', leased, '-inf', whole(now))
  local count = math.min(left, MAX_IN_FLIGHT[lane] - redis.call('ZCARD', leased))
  local fields = redis.call('HGETALL', endpoint_key(endpoint))
  for _, id in ipairs(count > 0 and redis.call('ZRANGEBYSCORE', due, '-inf', whole(now), 'LIMIT', 0, count) or {}) do
    local event = redis.call('HGET', key('webhook:events:' .. endpoint), id)
    local added = tonumber(redis.call('ZSCORE', key('webhook:log:' .. endpoint), id) or '0')
    if not event or added < now - MAX_AGE_MILLIS then
      end_delivery(endpoint, id, now)
    else
      redis.call('ZADD', due, lease_end, id)
      redis.call('ZADD', leased, lease_end, id)
      claimed[#claimed + 1] = {endpoint, fields, id, event, redis.call('HGET', key('webhook:attempts:' .. endpoint), id) or ''}
      left = left - 1
    end
  end
end

for _, endpoint in ipairs(redis.call('ZRANGEBYSCORE', order, '-inf', whole(now), 'LIMIT', 0, MAX_ENDPOINTS)) do
  if left == 0 then
    break
  end
  if admitted(endpoint, redis.call('HGET', endpoint_key(endpoint), 'owner')) then
    claim_of(endpoint)
    place_endpoint(endpoint, now)
  end
end
return {lease_end, claimed}
