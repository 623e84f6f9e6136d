-- One bounded step through all users.
-- KEYS: 1 all users, 2 users by time, 3 what stands in the index for searching
-- ARGV: 1 what stands before a user id in the key of a user, 2 cursor, 3 how many at about
-- Returns the next cursor ("0" at the end), and for each {id, user JSON ("" when it is no text), 1 if there is such a key,
-- 1 if it is indexed, how many tokens of 3DAIGC-API are listed for it}.
local step = redis.call('SSCAN', KEYS[1], ARGV[2], 'COUNT', ARGV[3])
local users = {}
for i, id in ipairs(step[2]) do
  local key = ARGV[1] .. id
  local user = redis.pcall('GET', key)
  local tokens = redis.pcall('SCARD', key .. ':tokens')
  users[i] = {
    id,
    type(user) == 'string' and user or '',
    redis.call('EXISTS', key),
    redis.call('ZSCORE', KEYS[2], id) and redis.call('HEXISTS', KEYS[3], 'n:' .. id) == 1 and 1 or 0,
    type(tokens) == 'number' and tokens or 0
  }
end
return {step[1], users}
