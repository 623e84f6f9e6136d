-- Replaces a token with a new one. The old token is revoked or gets a grace period.
-- KEYS: 1 user, 2 to 6 the user's tokens
-- ARGV: 1 id of the caller's token, 2 id of the token to replace, 3 its JSON as read by the caller,
--       4 its JSON to write, or "" to revoke it, 5 its expiry in milliseconds, 6 key prefix of tokens,
--       7 maximum number of tokens of the kind, 0 for unlimited (as many API tokens again may be in their grace period),
--       8 to 13 the new token
-- Returns "done", "changed" (the user is gone, or the token was changed), "revoked" (the caller's token is gone) or "full".
local tokens, prefix, max = tokens_at(2), ARGV[6], tonumber(ARGV[7])
if redis.call('HEXISTS', tokens.of, ARGV[1]) == 0 then
  return 'revoked'
end
local sha256 = redis.call('HGET', tokens.of, ARGV[2])
if redis.call('EXISTS', KEYS[1]) == 0 or not sha256 or redis.call('GET', prefix .. sha256) ~= ARGV[3] then
  return 'changed'
end
evict_expired(tokens, prefix)
local login = ARGV[12] == 'login'
if ARGV[4] == '' then
  remove_token(tokens, prefix, ARGV[2])
elseif not login and max > 0 and count_api(tokens) >= 2 * max then
  return 'full'
else
  redis.call('SET', prefix .. sha256, ARGV[4])
  expire_record(prefix .. sha256, ARGV[5])
  redis.call('ZADD', tokens.ends, ARGV[5], ARGV[2])
end
put_token(tokens, prefix, 8)
if login then
  revoke_least_used(tokens, prefix, max, ARGV[8])
end
return 'done'
