-- Adds a token to a user who is still as the caller knows them. Of login tokens the least used make room for it.
-- KEYS: 1 user, 2 to 6 the user's tokens
-- ARGV: 1 the user JSON that the caller read, or "" for any, 2 id of the token that asks, or "" for a login,
--       3 the user JSON to write, or "" to leave the user alone, 4 what stands before a SHA-256 in the key of a token,
--       5 how many tokens of its kind the user may have, 0 for any number, 6 to 11 the token
-- Returns "done", "changed" (another user JSON, or none), "revoked" (the asking token is gone) or "full".
local user = redis.call('GET', KEYS[1])
if not user or (ARGV[1] ~= '' and user ~= ARGV[1]) then
  return 'changed'
end
local tokens, before, most = tokens_at(2), ARGV[4], tonumber(ARGV[5])
if ARGV[2] ~= '' and redis.call('HEXISTS', tokens.of, ARGV[2]) == 0 then
  return 'revoked'
end
retire_expired(tokens, before)
local login = ARGV[10] == 'login'
if not login and most > 0 and count_api(tokens) >= most then
  return 'full'
end
if ARGV[3] ~= '' then
  redis.call('SET', KEYS[1], ARGV[3])
end
put_token(tokens, before, 6)
if login then
  drop_least_used(tokens, before, most, ARGV[6])
end
return 'done'
