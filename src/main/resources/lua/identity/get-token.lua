-- Reads a token of a user.
-- KEYS: 1 the user's tokens, 2 the user's login tokens by last use in milliseconds
-- ARGV: 1 key prefix of tokens, 2 token id
-- Returns nil, or its JSON and the last use in milliseconds (login tokens only, else "").
local sha256 = redis.call('HGET', KEYS[1], ARGV[2])
local token = sha256 and redis.call('GET', ARGV[1] .. sha256)
if not token then
  return nil
end
return {token, redis.call('ZSCORE', KEYS[2], ARGV[2]) or ''}
