-- A token and the user it belongs to.
-- KEYS: 1 token
-- ARGV: 1 what stands before a user id in the key of a user
-- Returns nil, or token JSON and user JSON ("" when there is no such user).
local token = redis.call('GET', KEYS[1])
if not token then
  return nil
end
local readable, record = pcall(cjson.decode, token)
if not readable or type(record) ~= 'table' or type(record.user_id) ~= 'string' then
  return nil
end
return {token, redis.call('GET', ARGV[1] .. record.user_id) or ''}
