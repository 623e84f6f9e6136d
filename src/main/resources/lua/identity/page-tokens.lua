-- A page of a user's tokens, newest first.
-- KEYS: 1 to 5 the user's tokens
-- ARGV: 1 what stands before a SHA-256 in the key of a token, 2 index of the first, 3 index of the last
-- Returns how many there are, and pairs of token JSON and last use ("" for never).
local tokens, before = tokens_at(1), ARGV[1]
retire_expired(tokens, before)
local found = {}
for _, id in ipairs(redis.call('ZREVRANGE', tokens.created, ARGV[2], ARGV[3])) do
  local sha256 = redis.call('HGET', tokens.of, id)
  local token = sha256 and redis.call('GET', before .. sha256)
  if token then
    found[#found + 1] = token
    found[#found + 1] = redis.call('HGET', tokens.used, id) or ''
  else
    end_token(tokens, before, id)
  end
end
return {redis.call('ZCARD', tokens.created), found}
