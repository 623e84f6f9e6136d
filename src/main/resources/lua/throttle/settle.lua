-- Gives back what an attempt took from counters, and may remember the address from which it succeeded.
-- KEYS: counters, and last the sorted set of known addresses by milliseconds of their last success
-- ARGV: 1 the time in microseconds since 1970, or '' for that of Redis
--       2 the address to remember, or ''
--       3 for how long, in milliseconds; 4 how many addresses at most, those of the oldest success go
--       then for each counter: how long one weighs, in microseconds, or 0 to forget everything
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
