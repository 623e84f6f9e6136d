-- Finds the user of a reset code.
-- KEYS: 1 user, 2 reset code of the user, 3 active administrators
-- ARGV: 1 SHA-256 of the code
-- Returns nil, or the JSON of the user and the expiry of the code in milliseconds.
local user = redis.call('GET', KEYS[1])
if not user or not is_reset_code(KEYS[2], KEYS[3], ARGV[1]) then
  return nil
end
return {user, redis.call('HGET', KEYS[2], 'ends')}
