-- Gives leases back, so that the deliveries are due again now.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, then endpoint, delivery and end of the lease of each
-- Returns how many leases were still held.
local now, released = milliseconds(ARGV[2]), 0
for i = 3, #ARGV, 3 do
  local leased = key('webhook:leased:' .. ARGV[i])
  if redis.call('ZSCORE', leased, ARGV[i + 1]) == ARGV[i + 2] then
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
