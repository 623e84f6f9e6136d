-- Adds a token to a user by compare-and-set. The least recently used login tokens make room for a new one.
-- KEYS: 1 user, 2 to 6 the user's tokens
-- ARGV: 1 user JSON as read by the caller, or "" for any, 2 id of the caller's token, or "" for a login and for an
--       administrator, 3 user JSON to write, or "" to keep the user unchanged, 4 key prefix of tokens, 5 maximum number of
--       tokens of its kind, 0 for unlimited, 6 to 11 the token
-- Returns "done", "changed" (the user was changed or deleted), "revoked" (the caller's token is gone) or "full".
local user = redis.call('GET', KEYS[1])
if not user or (ARGV[1] ~= '' and user ~= ARGV[1]) then
  return 'changed'
end
local tokens, prefix, max = tokens_at(2), ARGV[4], tonumber(ARGV[5])
if ARGV[2] ~= '' and redis.call('HEXISTS', tokens.of, ARGV[2]) == 0 then
  return 'revoked'
end
evict_expired(tokens, prefix)
local login = ARGV[10] == 'login'
if not login and max > 0 and count_api(tokens) >= max then
  return 'full'
end
if ARGV[3] ~= '' then
  redis.call('SET', KEYS[1], ARGV[3])
end
put_token(tokens, prefix, 6)
if login then
  revoke_least_used(tokens, prefix, max, ARGV[6])
end
return 'done'
