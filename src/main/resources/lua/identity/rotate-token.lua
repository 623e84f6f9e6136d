-- Puts a new token in the place of one, which ends or lives on for a while.
-- KEYS: 1 user, 2 to 6 the user's tokens
-- ARGV: 1 id of the token that asks, 2 id of the token to replace, 3 its JSON as the caller read it,
--       4 its JSON to write, or "" to end it, 5 milliseconds when it ends,
--       6 what stands before a SHA-256 in the key of a token, 7 how many tokens of the kind the user may have, 0 for any
--       number (of API tokens as many more may be in their last time), 8 to 13 the new token
-- Returns "done", "changed" (the user is gone, or the token is not as it was read), "revoked" (the asking token is gone) or
-- "full".
local tokens, before, most = tokens_at(2), ARGV[6], tonumber(ARGV[7])
if redis.call('HEXISTS', tokens.of, ARGV[1]) == 0 then
  return 'revoked'
end
local sha256 = redis.call('HGET', tokens.of, ARGV[2])
if redis.call('EXISTS', KEYS[1]) == 0 or not sha256 or redis.call('GET', before .. sha256) ~= ARGV[3] then
  return 'changed'
end
retire_expired(tokens, before)
local login = ARGV[12] == 'login'
if ARGV[4] == '' then
  end_token(tokens, before, ARGV[2])
elseif not login and most > 0 and count_api(tokens) >= 2 * most then
  return 'full'
else
  redis.call('SET', before .. sha256, ARGV[4])
  forget_after(before .. sha256, ARGV[5])
  redis.call('ZADD', tokens.ends, ARGV[5], ARGV[2])
end
put_token(tokens, before, 8)
if login then
  drop_least_used(tokens, before, most, ARGV[8])
end
return 'done'
