-- Prepended to scripts that change a user's tokens and their indexes.
-- Keys from KEYS[first], times in milliseconds: hash of ids to SHA-256, ids by creation time, ids of login tokens by last
-- use, ids by expiry; then the hash of the last uses of all users' tokens (id: seconds, id:from: address). "prefix" is
-- the key prefix of tokens.
-- Expired tokens are retained for 30 days, at most 1,000 per user, so that clients learn why they are rejected.
local EXPIRED_MILLIS = 30 * 24 * 3600 * 1000
local MAX_EXPIRED = 1000

local function tokens_at(first)
  return {of = KEYS[first], created = KEYS[first + 1], logins = KEYS[first + 2], ends = KEYS[first + 3],
    used = KEYS[first + 4]}
end

local function millis(number)
  return string.format('%.0f', number)
end

-- Sets the TTL of a token record from its expiry in milliseconds
local function expire_record(key, ends)
  redis.call('PEXPIREAT', key, millis(tonumber(ends) + EXPIRED_MILLIS))
end

-- Six arguments from ARGV[first]: id, SHA-256, JSON, expiry in milliseconds or "", "login" or "api", creation time in ms
local function put_token(tokens, prefix, first)
  local id, key = ARGV[first], prefix .. ARGV[first + 1]
  redis.call('SET', key, ARGV[first + 2])
  redis.call('HSET', tokens.of, id, ARGV[first + 1])
  redis.call('ZADD', tokens.created, ARGV[first + 5], id)
  if ARGV[first + 3] ~= '' then
    expire_record(key, ARGV[first + 3])
    redis.call('ZADD', tokens.ends, ARGV[first + 3], id)
  end
  if ARGV[first + 4] == 'login' then
    redis.call('ZADD', tokens.logins, ARGV[first + 5], id)
  end
end

-- Returns 1 if the token existed, else 0
local function remove_token(tokens, prefix, id)
  local sha256 = redis.call('HGET', tokens.of, id)
  -- delete the record first, so that the token is invalid whatever fails afterwards
  local ended = sha256 and redis.call('DEL', prefix .. sha256) or 0
  redis.call('HDEL', tokens.of, id)
  redis.call('ZREM', tokens.created, id)
  redis.call('ZREM', tokens.logins, id)
  redis.call('ZREM', tokens.ends, id)
  redis.call('HDEL', tokens.used, id, id .. ':from')
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

-- Removes tokens that expired more than 30 days ago and the oldest beyond 1,000, and takes expired ones out of the login
-- tokens, which are limited in number. At most 1,000 of each per call.
local function evict_expired(tokens, prefix)
  local now = now_millis()
  local over = redis.call('ZRANGEBYSCORE', tokens.ends, '-inf', millis(now - EXPIRED_MILLIS), 'LIMIT', 0, 1000)
  for _, id in ipairs(over) do
    remove_token(tokens, prefix, id)
  end
  local surplus = redis.call('ZCOUNT', tokens.ends, '-inf', millis(now)) - MAX_EXPIRED
  if surplus > 0 then
    for _, id in ipairs(redis.call('ZRANGE', tokens.ends, 0, math.min(surplus, 1000) - 1)) do
      remove_token(tokens, prefix, id)
    end
  end
  local expired = redis.call('ZRANGEBYSCORE', tokens.ends, '-inf', millis(now), 'LIMIT', 0, 1000)
  if #expired > 0 then
    redis.call('ZREM', tokens.logins, unpack(expired))
  end
end

-- Revokes the least recently used login tokens beyond "max"; 0 for unlimited
local function revoke_least_used(tokens, prefix, max, keep)
  local surplus = redis.call('ZCARD', tokens.logins) - max
  if max == 0 or surplus <= 0 then
    return
  end
  surplus = math.min(surplus, 1000)
  for _, id in ipairs(redis.call('ZRANGE', tokens.logins, 0, surplus)) do
    if surplus > 0 and id ~= keep then
      remove_token(tokens, prefix, id)
      surplus = surplus - 1
    end
  end
end

-- Counts unexpired API tokens; expired login tokens are not in the set of login tokens any more
local function count_api(tokens)
  return redis.call('ZCARD', tokens.created) - redis.call('ZCARD', tokens.logins)
    - redis.call('ZCOUNT', tokens.ends, '-inf', millis(now_millis()))
end

