-- Compares the usage of all users of a day or a month with that of the server. Changes nothing.
-- ARGV: 1 prefix, 2 yyyymmdd or yyyymm, 3 maximum number of users
-- Returns 1 if all users were read, else 0, and what is wrong.
local COUNTERS = {'jobs', 'failed jobs', 'cancelled jobs', 'GPU milliseconds', 'bytes'}
local period, violations = ARGV[2], {}

local function counters_of(name)
  local counters = {}
  for number in string.gmatch(redis.call('HGET', key(name), 'total') or '0 0 0 0 0', '%d+') do
    counters[#counters + 1] = tonumber(number)
  end
  return counters
end

local function compare(what, users, server)
  if users ~= server then
    violations[#violations + 1] =
      string.format('The %s of the server in %s are %.0f, but those of its users %.0f', what, period, server, users)
  end
end

if redis.call('ZCARD', key('usage:users:' .. period)) > tonumber(ARGV[3]) then
  return {0, violations}
end
local users = redis.call('ZRANGE', key('usage:users:' .. period), 0, -1, 'WITHSCORES')
local spent, sums = 0, {0, 0, 0, 0, 0}
for i = 1, #users, 2 do
  spent = spent + tonumber(users[i + 1])
  for j, number in ipairs(counters_of('usage:of:' .. users[i] .. ':' .. period)) do
    sums[j] = sums[j] + number
  end
end
compare('spent milliseconds', spent, tonumber(redis.call('HGET', key('usage:spent:' .. period), 'server') or '0'))
if #period == 8 then -- months have no counters
  for i, number in ipairs(counters_of('usage:server:' .. period)) do
    compare(COUNTERS[i], sums[i], number)
  end
end
return {1, violations}
