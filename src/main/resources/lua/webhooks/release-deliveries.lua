-- Gives leases back, so that the deliveries are due again now.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 lane of the endpoints from now on, or '' for that
--       which they have, then endpoint, delivery and end of the lease of each
-- Returns how many leases were still held.
local now, released = milliseconds(ARGV[2]), 0
for i = 4, #ARGV, 3 do
  local leased = key('webhook:leased:' .. ARGV[i])
  if redis.call('ZSCORE', leased, ARGV[i + 1]) == ARGV[i + 2] then
    if ARGV[3] ~= '' then
      redis.call('HSET', endpoint_key(ARGV[i]), 'lane', ARGV[3])
    end
    redis.call('ZREM', leased, ARGV[i + 1])
    redis.call('ZADD', key('webhook:due:' .. ARGV[i]), whole(now), ARGV[i + 1])
    place_endpoint(ARGV[i], now)
    released = released + 1
  end
end
if released > 0 then
  tell_deliveries()
end
return released
