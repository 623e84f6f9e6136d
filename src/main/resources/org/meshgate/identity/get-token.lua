-- One token of a user.
-- KEYS: 1 the user's tokens
-- ARGV: 1 what stands before a SHA-256 in the key of a token, 2 token id
-- Returns its JSON, or nil.
local sha256 = redis.call('HGET', KEYS[1], ARGV[2])
return sha256 and redis.call('GET', ARGV[1] .. sha256)
