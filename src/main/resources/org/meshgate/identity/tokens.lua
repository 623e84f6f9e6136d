-- A user's tokens and their indexes, for scripts that change them.
-- The keys stand one after another from KEYS[first]: ids to SHA-256, ids by milliseconds of creation, ids of login tokens by
-- milliseconds of last use, ids by milliseconds of the end; then the last uses of all users' tokens.
-- "before" is what stands before a SHA-256 in the key of a token.
local function tokens_at(first)
  return {of = KEYS[first], created = KEYS[first + 1], logins = KEYS[first + 2], ends = KEYS[first + 3],
    used = KEYS[first + 4]}
end

-- Six arguments from ARGV[first]: id, SHA-256, JSON, milliseconds of the end or "", "login" or "api", milliseconds of creation
local function put_token(tokens, before, first)
  local id, key = ARGV[first], before .. ARGV[first + 1]
  redis.call('SET', key, ARGV[first + 2])
  redis.call('HSET', tokens.of, id, ARGV[first + 1])
  redis.call('ZADD', tokens.created, ARGV[first + 5], id)
  if ARGV[first + 3] ~= '' then
    redis.call('PEXPIREAT', key, ARGV[first + 3])
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

-- Takes those that have expired out of the indexes, a thousand at a time
local function drop_expired(tokens, before)
  local now = redis.call('TIME')
  local millis = now[1] .. string.format('%03d', math.floor(now[2] / 1000))
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', tokens.ends, '-inf', millis, 'LIMIT', 0, 1000)) do
    end_token(tokens, before, id)
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

local function count_api(tokens)
  return redis.call('ZCARD', tokens.created) - redis.call('ZCARD', tokens.logins)
end

