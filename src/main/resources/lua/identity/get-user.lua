-- A user and how many tokens they have.
-- KEYS: 1 user, 2 tokens of the user, 3 their tokens of 3DAIGC-API that were not used yet
-- Returns nil, or user JSON and the number.
local user = redis.call('GET', KEYS[1])
if not user then
  return nil
end
return {user, redis.call('HLEN', KEYS[2]) + redis.call('SCARD', KEYS[3])}
