-- One token of a user.
-- KEYS: 1 the user's tokens, 2 the user's login tokens by milliseconds of their last use
-- ARGV: 1 what stands before a SHA-256 in the key of a token, 2 token id
-- Returns nil, or its JSON, and milliseconds of the last use ("" for another token than that of a login).
local sha256 = redis.call('HGET', KEYS[1], ARGV[2])
local token = sha256 and redis.call('GET', ARGV[1] .. sha256)
if not token then
  return nil
end
return {token, redis.call('ZSCORE', KEYS[2], ARGV[2]) or ''}
