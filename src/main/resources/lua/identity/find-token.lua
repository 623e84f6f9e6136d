-- A token, the user it belongs to, and when it was last used.
-- KEYS: 1 token
-- ARGV: 1 and 2 what stands before a user id in the key of a user and in that of a user's login tokens
-- Returns nil, or token JSON, user JSON ("" when there is no such user), and milliseconds of the last use ("" for another
-- token than that of a login).
local token = redis.call('GET', KEYS[1])
if not token then
  return nil
end
local readable, record = pcall(cjson.decode, token)
if not readable or type(record) ~= 'table' or type(record.user_id) ~= 'string' then
  return nil
end
local used = redis.pcall('ZSCORE', ARGV[2] .. record.user_id, tostring(record.id))
return {token, redis.call('GET', ARGV[1] .. record.user_id) or '', type(used) == 'string' and used or ''}
