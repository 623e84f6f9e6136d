-- Finds a token of 3DAIGC-API and its owner.
-- KEYS: 1 the migrated token, 2 the token as stored by 3DAIGC-API, 3 limits by user
-- ARGV: 1 key prefix of users, 2 the token in plain text, 3 key prefix of login token sets
-- Returns nil, or 1 if migrated else 0, token JSON, user JSON ("" for none), the last use in milliseconds (migrated login
-- tokens only, else ""), and 1 if limits are set for the owner, else 0.
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
-- a token missing from its user's set would survive a password change, so it is rejected
if replaced == 0 and redis.call('SISMEMBER', user .. ':tokens', ARGV[2]) == 0 then
  return nil
end
local used = replaced == 1 and redis.pcall('ZSCORE', ARGV[3] .. record.user_id, tostring(record.id))
return {replaced, token, redis.call('GET', user) or '', type(used) == 'string' and used or '',
  redis.call('HEXISTS', KEYS[3], record.user_id)}
