-- One scan step through all users.
-- KEYS: 1 all users, 2 users by time, 3 entries of the search index by user
-- ARGV: 1 key prefix of users, 2 cursor, 3 approximate count
-- Returns the next cursor ("0" at the end), and for each {id, user JSON ("" if it is no string), 1 if the key exists,
-- 1 if it is indexed, number of listed 3DAIGC-API tokens}.
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
