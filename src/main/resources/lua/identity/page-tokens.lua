-- Lists a page of a user's tokens, newest first.
-- KEYS: 1 to 5 the user's tokens
-- ARGV: 1 key prefix of tokens, 2 first rank, 3 last rank
-- Returns the total count, and for each token its JSON, its last use in seconds ("" for never), and the address from which
-- ("" for none).
local tokens, prefix = tokens_at(1), ARGV[1]
evict_expired(tokens, prefix)
local found = {}
for _, id in ipairs(redis.call('ZREVRANGE', tokens.created, ARGV[2], ARGV[3])) do
  local sha256 = redis.call('HGET', tokens.of, id)
  local token = sha256 and redis.call('GET', prefix .. sha256)
  if token then
    found[#found + 1] = token
    local used = redis.call('HMGET', tokens.used, id, id .. ':from')
    found[#found + 1] = used[1] or ''
    found[#found + 1] = used[2] or ''
  else
    remove_token(tokens, prefix, id)
  end
end
return {redis.call('ZCARD', tokens.created), found}
