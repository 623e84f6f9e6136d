-- Changes role, active state, e-mail address or limits of an account by compare-and-set.
-- KEYS: 1 user, 2 all users, 3 users by time, 4 active administrators, 5 and 6 the search index and its entries by user,
--       7 folded old address, 8 other accounts of 3DAIGC-API with the same folded address, 9 folded new address,
--       10 and 11 id lookup keys of the new address, 12 and 13 those of the old one, 14 limits by user, 15 reset code of
--       the user
-- ARGV: 1 user id, 2 user JSON as read by the caller, 3 user JSON to write, 4 and 5 "admin" if it was and if it will be
--       an active administrator, 6 "email" if the address changes, 7 "keep" if the old address is also the username,
--       8 and 9 folded username and new address, 10 limits as read by the caller ("" for none), 11 limits to write ("" for
--       none), 12 "disabled" if the change disables it, which ends the reset code
-- Returns "done", "changed", "email" (taken), "last-admin", or "not-indexed" (some accounts are not indexed, so
-- neither can be checked).
local id = ARGV[1]
if redis.call('GET', KEYS[1]) ~= ARGV[2] or (redis.call('HGET', KEYS[14], id) or '') ~= ARGV[10] then
  return 'changed'
end
local leaves = ARGV[4] == 'admin' and ARGV[5] ~= 'admin'
if (leaves or ARGV[6] == 'email') and redis.call('SCARD', KEYS[2]) > redis.call('ZCARD', KEYS[3]) then
  return 'not-indexed'
end
if leaves and redis.call('SCARD', KEYS[4]) - redis.call('SISMEMBER', KEYS[4], id) == 0 then
  return 'last-admin'
end
if ARGV[6] == 'email' then
  for i = 9, 11 do
    local holder = redis.call('GET', KEYS[i])
    if holder and holder ~= id then
      return 'email'
    end
  end
  redis.call('SREM', KEYS[8], id)
  if ARGV[7] ~= 'keep' and KEYS[7] ~= KEYS[9] and redis.call('GET', KEYS[7]) == id then
    -- hand the address over to another account that has it in another case
    local heir = redis.call('SPOP', KEYS[8])
    if heir then
      redis.call('SET', KEYS[7], heir)
    else
      redis.call('DEL', KEYS[7])
    end
  end
  for i = 12, 13 do
    if redis.call('GET', KEYS[i]) == id then
      redis.call('DEL', KEYS[i])
    end
  end
  redis.call('MSET', KEYS[9], id, KEYS[10], id)
  add_to_index(KEYS[5], KEYS[6], id, ARGV[8], ARGV[9])
end
redis.call('SET', KEYS[1], ARGV[3])
if ARGV[11] == '' then
  redis.call('HDEL', KEYS[14], id)
else
  redis.call('HSET', KEYS[14], id, ARGV[11])
end
if ARGV[12] == 'disabled' then
  redis.call('DEL', KEYS[15])
end
if ARGV[5] == 'admin' then
  redis.call('SADD', KEYS[4], id)
else
  redis.call('SREM', KEYS[4], id)
end
return 'done'
