-- Ends an attempt, unless its lease is lost.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 endpoint, 4 delivery, 5 end of its lease, 6
--       "delivered", "retry", "failed" (no further attempt) or "gone" (the receiver wants no deliveries any more), 7 the
--       attempts so far as JSON, 8 milliseconds until the next attempt, 9 lane of the endpoint from now on
-- Returns "lost", "done", or the reason for which the endpoint was disabled.
local endpoint, id, outcome = ARGV[3], ARGV[4], ARGV[6]
if redis.call('ZSCORE', key('webhook:leased:' .. endpoint), id) ~= ARGV[5] then
  return 'lost'
end
local now, reason = milliseconds(ARGV[2]), nil
redis.call('HSET', key('webhook:attempts:' .. endpoint), id, ARGV[7])
redis.call('HSET', endpoint_key(endpoint), 'lane', ARGV[9])
if outcome == 'delivered' then
  redis.call('HSET', endpoint_key(endpoint), 'succeeded_at', whole(now))
  redis.call('HDEL', endpoint_key(endpoint), 'failing_since')
else
  redis.call('HSETNX', endpoint_key(endpoint), 'failing_since', whole(now))
  local since = tonumber(redis.call('HGET', endpoint_key(endpoint), 'failing_since'))
  if outcome == 'gone' then
    reason = 'gone'
  elseif now - since >= FAILING_MILLIS then
    reason = 'failing'
  end
end
if outcome == 'retry' then
  redis.call('ZREM', key('webhook:leased:' .. endpoint), id)
  redis.call('ZADD', key('webhook:due:' .. endpoint), whole(now + tonumber(ARGV[8])), id)
else
  end_delivery(endpoint, id, now)
end
if reason and redis.call('HGET', endpoint_key(endpoint), 'enabled') == '1' then
  disable_endpoint(endpoint, reason, now)
else
  reason = nil
end
place_endpoint(endpoint, now)
return reason or 'done'
