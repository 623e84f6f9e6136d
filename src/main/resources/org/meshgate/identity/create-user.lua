-- Makes an account, unless its name or e-mail address is taken in any case, and optionally its first token.
-- KEYS: 1 folded name, 2 folded e-mail, 3 name index, 4 e-mail index, 5 user, 6 all users, 7 users by time,
--       8 administrators, 9 tokens of the user, 10 the token, 11 old name index, 12 old e-mail index,
--       13 and 14 the index for searching and what stands in it, 15 invitations, 16 the invitation, or any key
-- ARGV: 1 user id, 2 user JSON, 3 milliseconds of creation, 4 "admin" or "user",
--       5 token id, 6 token SHA-256, 7 token JSON, 8 milliseconds when the token ends or "",
--       9 and 10 name and address without regard to case, 11 invitation JSON that the caller read or "", 12 its id
-- Returns "created", "invite" (it is there no more), "username", "email", or "not-indexed" (3DAIGC-API left accounts that the indexes do not know yet).
if redis.call('SCARD', KEYS[6]) > redis.call('ZCARD', KEYS[7]) then
  return 'not-indexed'
end
if ARGV[11] ~= '' and redis.call('GET', KEYS[16]) ~= ARGV[11] then
  return 'invite'
end
if redis.call('EXISTS', KEYS[1], KEYS[3], KEYS[11]) > 0 then
  return 'username'
end
if redis.call('EXISTS', KEYS[2], KEYS[4], KEYS[12]) > 0 then
  return 'email'
end
if ARGV[11] ~= '' then
  redis.call('DEL', KEYS[16])
  redis.call('ZREM', KEYS[15], ARGV[12])
end
redis.call('MSET', KEYS[1], ARGV[1], KEYS[2], ARGV[1], KEYS[3], ARGV[1], KEYS[4], ARGV[1], KEYS[5], ARGV[2])
redis.call('SADD', KEYS[6], ARGV[1])
redis.call('ZADD', KEYS[7], ARGV[3], ARGV[1])
enlist(KEYS[13], KEYS[14], ARGV[1], ARGV[9], ARGV[10])
if ARGV[4] == 'admin' then
  redis.call('SADD', KEYS[8], ARGV[1])
end
redis.call('HSET', KEYS[9], ARGV[5], ARGV[6])
redis.call('SET', KEYS[10], ARGV[7])
if ARGV[8] ~= '' then
  redis.call('PEXPIREAT', KEYS[10], ARGV[8])
end
return 'created'
