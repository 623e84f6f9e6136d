-- Adds a token to a user who is still as the caller knows them.
-- KEYS: 1 user, 2 tokens of the user, 3 the token
-- ARGV: 1 the user JSON that the caller read, or "" for any, 2 id of the token that asks, or "" for a login,
--       3 token id, 4 token SHA-256, 5 token JSON, 6 milliseconds when it ends or "",
--       7 what stands before a SHA-256 in the key of a token, 8 the user JSON to write, or "" to leave the user alone
-- Returns "added", "changed" (another user JSON, or none) or "revoked" (the asking token is gone).
local user = redis.call('GET', KEYS[1])
if not user or (ARGV[1] ~= '' and user ~= ARGV[1]) then
  return 'changed'
end
if ARGV[2] ~= '' and redis.call('HEXISTS', KEYS[2], ARGV[2]) == 0 then
  return 'revoked'
end
-- a few ids of tokens that have expired leave the list, so that it does not grow for ever
local sample = redis.call('HRANDFIELD', KEYS[2], 10, 'WITHVALUES')
for i = 1, #sample, 2 do
  if redis.call('EXISTS', ARGV[7] .. sample[i + 1]) == 0 then
    redis.call('HDEL', KEYS[2], sample[i])
  end
end
if ARGV[8] ~= '' then
  redis.call('SET', KEYS[1], ARGV[8])
end
redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
redis.call('SET', KEYS[3], ARGV[5])
if ARGV[6] ~= '' then
  redis.call('PEXPIREAT', KEYS[3], ARGV[6])
end
return 'added'
