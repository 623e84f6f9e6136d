-- Adds deliveries about tokens that end soon, one for each endpoint and token.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 owner of the endpoints, then id, end in
--       milliseconds and data as JSON of each token
-- Returns the number of deliveries that were added.
local EXPIRING = 'token.expiring'
local owner, now, added = ARGV[3], milliseconds(ARGV[2]), 0
local subscriptions = redis.call('HGETALL', key('webhooks:of:' .. owner))
for i = 1, #subscriptions, 2 do
  local endpoint = subscriptions[i]
  for j = 4, is_subscribed(subscriptions[i + 1], EXPIRING) and #ARGV or 0, 3 do
    local told = redis.call('ZADD', key('webhooks:told:' .. owner), 'NX', ARGV[j + 1], endpoint .. ' ' .. ARGV[j])
    if told == 1 and add_delivery(endpoint, delivery_id(endpoint, EXPIRING, ARGV[j]), EXPIRING, ARGV[j + 2], now) then
      added = added + 1
    end
  end
end
return added
