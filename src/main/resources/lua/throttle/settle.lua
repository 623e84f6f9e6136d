-- Refunds an attempt to its counters, and optionally remembers the address of a success.
-- KEYS: the counters; last the sorted set of known addresses by last success in milliseconds
-- ARGV: 1 the time in microseconds since 1970, or '' for that of Redis
--       2 the address to remember, or ''
--       3 its retention in milliseconds; 4 maximum number of addresses, the oldest are evicted
--       then for each counter: emission interval in microseconds, or 0 to delete the counter
local now = time(ARGV[1])
for i = 1, #KEYS - 1 do
  local weight = tonumber(ARGV[4 + i])
  local empty, strikes = read(KEYS[i])
  local earlier = empty - weight
  if weight == 0 or (earlier <= now and strikes == 0) then
    redis.call('DEL', KEYS[i])
  elseif redis.call('EXISTS', KEYS[i]) == 1 then
    write(KEYS[i], math.max(earlier, 0), strikes, redis.call('PTTL', KEYS[i]))
  end
end
if ARGV[2] ~= '' then
  local set = KEYS[#KEYS]
  redis.call('ZADD', set, string.format('%.0f', now / 1000), ARGV[2])
  redis.call('ZREMRANGEBYRANK', set, 0, -tonumber(ARGV[4]) - 1)
  redis.call('PEXPIRE', set, ARGV[3])
end
return 1
