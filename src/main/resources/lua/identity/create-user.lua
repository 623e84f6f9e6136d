-- Creates an account and its first token, unless its name or e-mail address is taken, compared case-insensitively.
-- KEYS: 1 folded name, 2 folded e-mail, 3 name index, 4 e-mail index, 5 user, 6 all users, 7 users by time,
--       8 administrators, 9 legacy name index, 10 legacy e-mail index, 11 to 15 the user's tokens,
--       16 and 17 the search index and its entries by user, 18 invitations, 19 the invitation, or any key,
--       20 service accounts by time
-- ARGV: 1 user id, 2 user JSON, 3 milliseconds of creation, 4 "admin", "user" or "service",
--       5 key prefix of tokens, 6 to 11 the token,
--       12 and 13 folded name and address ("" for none), 14 invitation JSON as read by the caller or "", 15 its id,
--       16 id of the administrator who created it, 17 "first" for the first administrator
-- Returns "created", "admin" (there is an administrator already), "invite" (the invitation is gone, or its creator is no
-- longer an active administrator), "username", "email", or "not-indexed" (some accounts of 3DAIGC-API are not indexed
-- yet).
local user_prefix = string.sub(KEYS[5], 1, -1 - string.len(ARGV[1]))

-- Whether an existing user holds the entry; legacy entries outlive records that the operator deleted by hand
local function is_held(index)
  local id = redis.call('GET', index)
  return id and redis.call('EXISTS', user_prefix .. id) == 1
end

if redis.call('SCARD', KEYS[6]) > redis.call('ZCARD', KEYS[7]) then
  return 'not-indexed'
end
if ARGV[17] == 'first' and redis.call('SCARD', KEYS[8]) > 0 then
  return 'admin'
end
if ARGV[14] ~= '' then
  if redis.call('GET', KEYS[19]) ~= ARGV[14] or redis.call('SISMEMBER', KEYS[8], ARGV[16]) == 0 then
    return 'invite'
  end
end
if redis.call('EXISTS', KEYS[1]) == 1 or is_held(KEYS[3]) or is_held(KEYS[9]) then
  return 'username'
end
local has_email = ARGV[13] ~= ''
if has_email and (redis.call('EXISTS', KEYS[2]) == 1 or is_held(KEYS[4]) or is_held(KEYS[10])) then
  return 'email'
end
redis.call('DEL', KEYS[9])
if has_email then
  redis.call('DEL', KEYS[10])
  redis.call('MSET', KEYS[2], ARGV[1], KEYS[4], ARGV[1])
end
if ARGV[14] ~= '' then
  redis.call('DEL', KEYS[19])
  redis.call('ZREM', KEYS[18], ARGV[15])
end
redis.call('MSET', KEYS[1], ARGV[1], KEYS[3], ARGV[1], KEYS[5], ARGV[2])
redis.call('SADD', KEYS[6], ARGV[1])
redis.call('ZADD', KEYS[7], ARGV[3], ARGV[1])
add_to_index(KEYS[16], KEYS[17], ARGV[1], ARGV[12], ARGV[13])
if ARGV[4] == 'admin' then
  redis.call('SADD', KEYS[8], ARGV[1])
elseif ARGV[4] == 'service' then
  redis.call('ZADD', KEYS[20], ARGV[3], ARGV[1])
end
put_token(tokens_at(11), ARGV[5], 6)
return 'created'
