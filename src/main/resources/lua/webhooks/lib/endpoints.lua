-- Prepended to the scripts that change endpoints or their queues, after deliveries.lua.
local FAILING_MILLIS = 5 * 86400000

local function endpoint_key(endpoint)
  return key('webhook:' .. endpoint)
end

-- Puts an endpoint into its lane by the time at which its next delivery can be claimed, or nowhere.
local function place_endpoint(endpoint, now)
  local lane = lane_of(endpoint)
  local place = key('webhooks:due:' .. lane)
  redis.call('ZREM', key('webhooks:due:' .. (lane == 'live' and 'slow' or 'live')), endpoint)
  local first = redis.call('ZRANGE', key('webhook:due:' .. endpoint), 0, 0, 'WITHSCORES')
  if not first[2] or redis.call('HGET', endpoint_key(endpoint), 'enabled') ~= '1' then
    redis.call('ZREM', place, endpoint)
    return
  end
  local leased, time = key('webhook:leased:' .. endpoint), tonumber(first[2])
  redis.call('ZREMRANGEBYSCORE', leased, '-inf', whole(now))
  if redis.call('ZCARD', leased) >= MAX_IN_FLIGHT[lane] then
    time = math.max(time, tonumber(redis.call('ZRANGE', leased, 0, 0, 'WITHSCORES')[2]))
  end
  redis.call('ZADD', place, whole(time), endpoint)
end

-- Takes a delivery out of the queue; the log keeps it.
local function end_delivery(endpoint, id, now)
  redis.call('ZREM', key('webhook:leased:' .. endpoint), id)
  if redis.call('ZREM', key('webhook:due:' .. endpoint), id) == 1 then
    redis.call('DECR', key('webhooks:waiting'))
  end
  redis.call('ZADD', key('webhook:ended:' .. endpoint), whole(now), id)
  trim_ended(endpoint, now)
end

-- Ends deliveries to an endpoint; what waits stays. reason: why, in one word
local function disable_endpoint(endpoint, reason, now)
  local owner = redis.call('HGET', endpoint_key(endpoint), 'owner')
  redis.call('HSET', endpoint_key(endpoint), 'enabled', '0', 'disabled_reason', reason, 'disabled_at', whole(now))
  redis.call('HSET', key('webhooks:of:' .. owner), endpoint, '')
end

-- Removes an endpoint with its queue and log.
local function remove_endpoint(endpoint, owner)
  local waiting = redis.call('ZCARD', key('webhook:due:' .. endpoint))
  redis.call('DECRBY', key('webhooks:waiting'), waiting)
  for _, name in ipairs({'webhook:', 'webhook:due:', 'webhook:leased:', 'webhook:log:', 'webhook:ended:',
    'webhook:events:', 'webhook:attempts:'}) do
    redis.call('DEL', key(name .. endpoint))
  end
  redis.call('ZREM', key('webhooks:due:live'), endpoint)
  redis.call('ZREM', key('webhooks:due:slow'), endpoint)
  redis.call('HDEL', key('webhooks:of:' .. owner), endpoint)
  if redis.call('EXISTS', key('webhooks:of:' .. owner)) == 0 then
    redis.call('DEL', key('webhooks:told:' .. owner))
    redis.call('SREM', key('webhooks:owners'), owner)
  end
end
