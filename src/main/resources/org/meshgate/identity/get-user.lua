-- A user and how many tokens they have.
-- KEYS: 1 user, 2 tokens of the user
-- Returns nil, or user JSON and the number.
local user = redis.call('GET', KEYS[1])
if not user then
  return nil
end
return {user, redis.call('HLEN', KEYS[2])}
