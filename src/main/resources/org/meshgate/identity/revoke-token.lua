-- Ends one token.
-- KEYS: 1 tokens of the user, 2 last uses
-- ARGV: 1 what stands before a SHA-256 in the key of a token, 2 token id
-- Returns how many were ended: 0 or 1.
local sha256 = redis.call('HGET', KEYS[1], ARGV[2])
if not sha256 then
  return 0
end
-- the token first: whatever fails after that, it works no more
local ended = redis.call('DEL', ARGV[1] .. sha256)
redis.call('HDEL', KEYS[1], ARGV[2])
redis.call('HDEL', KEYS[2], ARGV[2])
return ended
