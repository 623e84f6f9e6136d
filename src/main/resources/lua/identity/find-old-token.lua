-- A token that 3DAIGC-API made, and the user it belongs to.
-- KEYS: 1 the token as it stands here once it was used, 2 the token as 3DAIGC-API keeps it
-- ARGV: 1 what stands before a user id in the key of a user, 2 the token, 3 what stands before a user id in the key of a
--       user's login tokens
-- Returns nil, or 1 for the first and 0 for the second, token JSON, user JSON ("" when there is no such user), and
-- milliseconds of the last use ("" for the second, and for another token than that of a login).
local replaced = 1
local token = redis.call('GET', KEYS[1])
if not token then
  replaced = 0
  token = redis.call('GET', KEYS[2])
end
if not token then
  return nil
end
local readable, record = pcall(cjson.decode, token)
if not readable or type(record) ~= 'table' or type(record.user_id) ~= 'string' then
  return nil
end
local user = ARGV[1] .. record.user_id
-- what no list of its user's has would outlive a change of the password: it is no token
if replaced == 0 and redis.call('SISMEMBER', user .. ':tokens', ARGV[2]) == 0 then
  return nil
end
local used = replaced == 1 and redis.pcall('ZSCORE', ARGV[3] .. record.user_id, tostring(record.id))
return {replaced, token, redis.call('GET', user) or '', type(used) == 'string' and used or ''}
