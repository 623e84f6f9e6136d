-- Deletes an account by compare-and-set. Its tokens are invalid from then on.
-- KEYS: 1 user, 2 all users, 3 users by time, 4 administrators, 5 folded name, 6 other users of 3DAIGC-API with the same
--       folded name, 7 and 8 the same for the e-mail address, 9 and 10 the search index and its entries by user,
--       11 service accounts by time, 12 limits by user, 13 reset code of the user,
--       14 and on: other id lookup keys of its names
-- ARGV: 1 user id, 2 user JSON as read by the caller, 3 role
-- Returns "deleted", "changed", "last-admin", or "not-indexed" (some accounts are not indexed, so the last
-- administrator cannot be determined).
if redis.call('GET', KEYS[1]) ~= ARGV[2] then
  return 'changed'
end
if ARGV[3] == 'admin' and redis.call('SCARD', KEYS[2]) > redis.call('ZCARD', KEYS[3]) then
  return 'not-indexed'
end
if redis.call('SISMEMBER', KEYS[4], ARGV[1]) == 1 and redis.call('SCARD', KEYS[4]) == 1 then
  return 'last-admin'
end
for i = 5, 7, 2 do
  redis.call('SREM', KEYS[i + 1], ARGV[1])
  if redis.call('GET', KEYS[i]) == ARGV[1] then
    -- hand the name over to another account that has it in another case
    local heir = redis.call('SPOP', KEYS[i + 1])
    if heir then
      redis.call('SET', KEYS[i], heir)
    else
      redis.call('DEL', KEYS[i])
    end
  end
end
for i = 14, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[1] then
    redis.call('DEL', KEYS[i])
  end
end
redis.call('DEL', KEYS[1], KEYS[13])
redis.call('SREM', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('SREM', KEYS[4], ARGV[1])
redis.call('ZREM', KEYS[11], ARGV[1])
redis.call('HDEL', KEYS[12], ARGV[1])
remove_from_index(KEYS[9], KEYS[10], ARGV[1])
return 'deleted'
