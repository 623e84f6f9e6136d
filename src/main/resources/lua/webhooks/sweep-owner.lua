-- Keeps the logs of an owner's endpoints within their bounds. The endpoints of an account that is gone are removed.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 owner
-- Returns the number of endpoints that are told of tokens.
local owner, now, subscribers = ARGV[3], milliseconds(ARGV[2]), 0
local gone = owner ~= SERVER and redis.call('EXISTS', key('user:' .. owner)) == 0
local subscriptions = redis.call('HGETALL', key('webhooks:of:' .. owner))
for i = 1, #subscriptions, 2 do
  if gone then
    remove_endpoint(subscriptions[i], owner)
  else
    trim_ended(subscriptions[i], now)
    subscribers = subscribers + (is_subscribed(subscriptions[i + 1], 'token.expiring') and 1 or 0)
  end
end
redis.call('ZREMRANGEBYSCORE', key('webhooks:told:' .. owner), '-inf', whole(now))
if #subscriptions == 0 then
  redis.call('SREM', key('webhooks:owners'), owner)
end
return subscribers
