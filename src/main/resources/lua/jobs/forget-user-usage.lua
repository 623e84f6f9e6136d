-- Moves the usage of a user to jobs without an owner, so that the sums of the server stay true, and nothing names the user
-- or the tokens with which the jobs were submitted. Only `usage:spent` of a month whose days have expired may still have a
-- token, until it expires, too.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 user
-- Returns the number of days with usage.

-- The highest jobs.usage_days, whatever it is now, and how much longer the keys of a month live.
local MAX_KEPT_DAYS = 3660 + 31

local now, user, moved = milliseconds(ARGV[2]), ARGV[3], 0

-- What folding has not summed up yet, mostly that of a second; each run takes up to MAX_FOLDED of it.
while redis.call('LLEN', key('usage:pending')) > 0 do
  fold_usage()
end

-- Counts the tokens of the user in the hash of the server as others, and forgets what counts against their budgets.
local function forget_tokens(tokens, day, month)
  local server, others = key('usage:server:' .. day), {0, 0, 0, 0, 0}
  local found = false
  for _, token in ipairs(tokens) do
    local counters = redis.call('HGET', server, token)
    if counters then
      add_text(others, counters)
      redis.call('HDEL', server, token)
      found = true
    end
    redis.call('HDEL', key('usage:spent:' .. day), token)
    redis.call('HDEL', key('usage:spent:' .. month), token)
  end
  if found then
    add_counters(server, {['t:other'] = others})
  end
end

local function move_counters(own, day, month)
  local fields = redis.call('HGETALL', own) -- MAX_GROUPS and a few
  local groups, tokens = {}, {}
  for i = 1, #fields, 2 do
    local group = fields[i]
    if string.sub(group, 1, 2) == 't:' and group ~= 't:other' then
      tokens[#tokens + 1] = group
      group = 't:other'
    end
    groups[group] = groups[group] or {0, 0, 0, 0, 0}
    add_text(groups[group], fields[i + 1])
  end
  local nobody, left = key('usage:of:' .. NO_OWNER .. ':' .. day), redis.call('PTTL', own)
  if add_counters(nobody, groups) and left > 0 then
    redis.call('PEXPIRE', nobody, left)
  end
  forget_tokens(tokens, day, month)
  redis.call('DEL', own)
end

local function move_score(period)
  local users = key('usage:users:' .. period)
  local gpu_ms = redis.call('ZSCORE', users, user)
  if gpu_ms then
    redis.call('ZINCRBY', users, gpu_ms, NO_OWNER) -- first: a set that was empty meanwhile would lose its expiry
    redis.call('ZREM', users, user)
  end
end

local moved_month
for i = -1, MAX_KEPT_DAYS do -- from tomorrow: the clock of a scheduler may be ahead
  local day, month = periods_of(now - i * DAY)
  local own = key('usage:of:' .. user .. ':' .. day)
  if redis.call('EXISTS', own) == 1 then
    move_counters(own, day, month)
    moved = moved + 1
  end
  move_score(day)
  if month ~= moved_month then
    move_score(month)
    moved_month = month
  end
end
return moved
