-- A user's tokens and their indexes, for scripts that change them.
-- The keys stand one after another from KEYS[first]: ids to SHA-256, ids by milliseconds of creation, ids of login tokens by
-- milliseconds of last use, ids by milliseconds of the end; then the last uses of all users' tokens.
-- "before" is what stands before a SHA-256 in the key of a token.
-- A token that has expired stays known for 30 days, so that its client is told why it works no more; of one user a thousand.
local EXPIRED_MILLIS = 30 * 24 * 3600 * 1000
local MAX_EXPIRED = 1000

local function tokens_at(first)
  return {of = KEYS[first], created = KEYS[first + 1], logins = KEYS[first + 2], ends = KEYS[first + 3],
    used = KEYS[first + 4]}
end

local function millis(number)
  return string.format('%.0f', number)
end

-- Sets when Redis forgets the key of a token that ends at these milliseconds
local function forget_after(key, ends)
  redis.call('PEXPIREAT', key, millis(tonumber(ends) + EXPIRED_MILLIS))
end

-- Six arguments from ARGV[first]: id, SHA-256, JSON, milliseconds of the end or "", "login" or "api", milliseconds of creation
local function put_token(tokens, before, first)
  local id, key = ARGV[first], before .. ARGV[first + 1]
  redis.call('SET', key, ARGV[first + 2])
  redis.call('HSET', tokens.of, id, ARGV[first + 1])
  redis.call('ZADD', tokens.created, ARGV[first + 5], id)
  if ARGV[first + 3] ~= '' then
    forget_after(key, ARGV[first + 3])
    redis.call('ZADD', tokens.ends, ARGV[first + 3], id)
  end
  if ARGV[first + 4] == 'login' then
    redis.call('ZADD', tokens.logins, ARGV[first + 5], id)
  end
end

-- Returns 1 if it worked until now
local function end_token(tokens, before, id)
  local sha256 = redis.call('HGET', tokens.of, id)
  -- the token first: whatever fails after that, it works no more
  local ended = sha256 and redis.call('DEL', before .. sha256) or 0
  redis.call('HDEL', tokens.of, id)
  redis.call('ZREM', tokens.created, id)
  redis.call('ZREM', tokens.logins, id)
  redis.call('ZREM', tokens.ends, id)
  redis.call('HDEL', tokens.used, id)
  return ended
end

local function now_millis()
  local now = redis.call('TIME')
  return now[1] * 1000 + math.floor(now[2] / 1000)
end

local function has_expired(tokens, id)
  local ends = redis.call('ZSCORE', tokens.ends, id)
  return ends and tonumber(ends) <= now_millis()
end

-- Forgets tokens whose 30 days are over, and the oldest beyond a thousand; takes those that have expired out of the login
-- tokens, whose number has a limit. A thousand of each at a time.
local function retire_expired(tokens, before)
  local now = now_millis()
  local over = redis.call('ZRANGEBYSCORE', tokens.ends, '-inf', millis(now - EXPIRED_MILLIS), 'LIMIT', 0, 1000)
  for _, id in ipairs(over) do
    end_token(tokens, before, id)
  end
  local surplus = redis.call('ZCOUNT', tokens.ends, '-inf', millis(now)) - MAX_EXPIRED
  if surplus > 0 then
    for _, id in ipairs(redis.call('ZRANGE', tokens.ends, 0, math.min(surplus, 1000) - 1)) do
      end_token(tokens, before, id)
    end
  end
  local expired = redis.call('ZRANGEBYSCORE', tokens.ends, '-inf', millis(now), 'LIMIT', 0, 1000)
  if #expired > 0 then
    redis.call('ZREM', tokens.logins, unpack(expired))
  end
end

-- Ends the login tokens that were not used for the longest time, so that "most" remain; 0 is any number
local function drop_least_used(tokens, before, most, keep)
  local surplus = redis.call('ZCARD', tokens.logins) - most
  if most == 0 or surplus <= 0 then
    return
  end
  surplus = math.min(surplus, 1000)
  for _, id in ipairs(redis.call('ZRANGE', tokens.logins, 0, surplus)) do
    if surplus > 0 and id ~= keep then
      end_token(tokens, before, id)
      surplus = surplus - 1
    end
  end
end

-- How many API tokens have not expired; the login tokens that have are no more among the login tokens
local function count_api(tokens)
  return redis.call('ZCARD', tokens.created) - redis.call('ZCARD', tokens.logins)
    - redis.call('ZCOUNT', tokens.ends, '-inf', millis(now_millis()))
end

