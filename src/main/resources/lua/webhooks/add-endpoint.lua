-- Stores an endpoint, enabled.
-- ARGV: 1 prefix, 2 id, 3 owner: a user id or "server", 4 number of endpoints that the owner may have, 5 events,
--       separated by blanks, then names and values of its fields
-- Returns "added", "full", or "gone" when the account has been deleted.
local id, owner, subscriptions = ARGV[2], ARGV[3], key('webhooks:of:' .. ARGV[3])
if owner ~= SERVER and redis.call('EXISTS', key('user:' .. owner)) == 0 then
  return 'gone'
end
if redis.call('HLEN', subscriptions) >= tonumber(ARGV[4]) then
  return 'full'
end
redis.call('HSET', endpoint_key(id), 'owner', owner, 'events', ARGV[5], 'enabled', '1', 'version', '1', 'lane', 'live')
for i = 6, #ARGV, 2 do
  redis.call('HSET', endpoint_key(id), ARGV[i], ARGV[i + 1])
end
redis.call('HSET', subscriptions, id, ARGV[5])
redis.call('SADD', key('webhooks:owners'), owner)
return 'added'
