-- Lists a user's tokens that expire within a time, earliest first.
-- KEYS: 1 to 5 the user's tokens
-- ARGV: 1 key prefix of tokens, 2 begin (exclusive) and 3 end of the time in milliseconds, 4 maximum number
local tokens, found = tokens_at(1), {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', tokens.ends, '(' .. ARGV[2], ARGV[3], 'LIMIT', 0, ARGV[4])) do
  local sha256 = redis.call('HGET', tokens.of, id)
  found[#found + 1] = sha256 and redis.call('GET', ARGV[1] .. sha256) or nil
end
return found
