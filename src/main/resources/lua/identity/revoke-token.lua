-- Ends one token.
-- KEYS: 1 to 5 the user's tokens
-- ARGV: 1 what stands before a SHA-256 in the key of a token, 2 token id
-- Returns how many were ended: 0 or 1.
return end_token(tokens_at(1), ARGV[1], ARGV[2])
