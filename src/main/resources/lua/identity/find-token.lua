-- Finds a token, its owner and its last use.
-- KEYS: 1 token
-- ARGV: 1 key prefix of users, 2 key prefix of login token sets, 3 limits by user
-- Returns nil, or token JSON, user JSON ("" for none), the last use in milliseconds (login tokens only, else ""),
-- and 1 if limits are set for the owner, else 0.
local token = redis.call('GET', KEYS[1])
if not token then
  return nil
end
local readable, record = pcall(cjson.decode, token)
if not readable or type(record) ~= 'table' or type(record.user_id) ~= 'string' then
  return nil
end
local used = redis.pcall('ZSCORE', ARGV[2] .. record.user_id, tostring(record.id))
return {token, redis.call('GET', ARGV[1] .. record.user_id) or '', type(used) == 'string' and used or '',
  redis.call('HEXISTS', ARGV[3], record.user_id)}
