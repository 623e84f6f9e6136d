-- Finds the users who used most on some days: those who are among the first of one of them.
-- ARGV: 1 prefix, 2 how many of each day, 3... days
-- Returns user and GPU milliseconds of these days, in turns.
local sums, rows = {}, {}
for i = 3, #ARGV do
  local name = ARGV[1] .. 'usage:users:' .. ARGV[i]
  local users = redis.call('ZREVRANGE', name, 0, tonumber(ARGV[2]) - 1, 'WITHSCORES')
  for j = 1, #users, 2 do
    sums[users[j]] = (sums[users[j]] or 0) + tonumber(users[j + 1])
  end
end
for user, gpu_ms in pairs(sums) do
  rows[#rows + 1] = user
  rows[#rows + 1] = string.format('%.0f', gpu_ms)
end
return rows
