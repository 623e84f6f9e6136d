-- Adds a token to a user who is still as the caller knows them.
-- KEYS: 1 user, 2 tokens of the user, 3 the token
-- ARGV: 1 the user JSON that the caller read, or "" for any, 2 id of the token that asks, or "" for a login,
--       3 token id, 4 token SHA-256, 5 token JSON, 6 milliseconds when it ends or ""
-- Returns "added", "changed" (another user JSON, or none) or "revoked" (the asking token is gone).
local user = redis.call('GET', KEYS[1])
if not user or (ARGV[1] ~= '' and user ~= ARGV[1]) then
  return 'changed'
end
if ARGV[2] ~= '' and redis.call('HEXISTS', KEYS[2], ARGV[2]) == 0 then
  return 'revoked'
end
redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
redis.call('SET', KEYS[3], ARGV[5])
if ARGV[6] ~= '' then
  redis.call('PEXPIREAT', KEYS[3], ARGV[6])
end
return 'added'
