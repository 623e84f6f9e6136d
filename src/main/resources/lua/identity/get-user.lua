-- Reads a user and counts the user's tokens.
-- KEYS: 1 user, 2 tokens of the user, 3 tokens of 3DAIGC-API that are not migrated yet
-- Returns nil, or user JSON and the number.
local user = redis.call('GET', KEYS[1])
if not user then
  return nil
end
return {user, redis.call('HLEN', KEYS[2]) + redis.call('SCARD', KEYS[3])}
