-- Revokes a token.
-- KEYS: 1 to 5 the user's tokens
-- ARGV: 1 key prefix of tokens, 2 token id
-- Returns the number of revoked tokens: 0 or 1.
return remove_token(tokens_at(1), ARGV[1], ARGV[2])
