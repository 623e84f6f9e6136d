-- Moves the usage of a user to that of nobody, so that the sums of the server stay true and nothing names the user.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 user
-- Returns the number of days with usage.
local now, user, moved = milliseconds(ARGV[2]), ARGV[3], 0
local days = tonumber(redis.call('GET', key('usage:days')) or DEFAULT_USAGE_DAYS)

-- What folding has not summed up yet; each run takes up to MAX_FOLDED of it.
while redis.call('LLEN', key('usage:pending')) > 0 do
  fold_usage()
end

-- Tokens have one row together: their ids are those of the user.
local function groups_of(name)
  local fields, groups = redis.call('HGETALL', name), {} -- some thousand at most
  for i = 1, #fields, 2 do
    local group = string.gsub(fields[i], '^t:.*$', 't:other')
    local sum = groups[group] or {0, 0, 0, 0, 0}
    for j, number in ipairs({string.match(fields[i + 1], COUNTERS)}) do
      sum[j] = sum[j] + tonumber(number)
    end
    groups[group] = sum
  end
  return groups
end

local function move_score(period)
  local users = key('usage:users:' .. period)
  local gpu_ms = redis.call('ZSCORE', users, user)
  if gpu_ms then
    redis.call('ZREM', users, user)
    redis.call('ZINCRBY', users, gpu_ms, NO_OWNER)
  end
end

for i = 0, days do
  local day, month = periods_of(now - i * DAY)
  local own = key('usage:of:' .. user .. ':' .. day)
  if redis.call('EXISTS', own) == 1 then
    moved = moved + 1
    local nobody = key('usage:of:' .. NO_OWNER .. ':' .. day)
    local left = redis.call('PTTL', own)
    if add_counters(nobody, groups_of(own)) and left > 0 then
      redis.call('PEXPIRE', nobody, left)
    end
    redis.call('DEL', own)
  end
  move_score(day)
  move_score(month)
end
return moved
