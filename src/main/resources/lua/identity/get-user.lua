-- Reads a user and counts the user's tokens.
-- KEYS: 1 user, 2 tokens of the user, 3 tokens of 3DAIGC-API that are not migrated yet, 4 limits by user, if wanted
-- ARGV: 1 user id, if the limits are wanted
-- Returns nil, or user JSON, the number, and the limits as JSON ("" for none).
local user = redis.call('GET', KEYS[1])
if not user then
  return nil
end
return {
  user,
  redis.call('HLEN', KEYS[2]) + redis.call('SCARD', KEYS[3]),
  KEYS[4] and redis.call('HGET', KEYS[4], ARGV[1]) or ''
}
