-- One scan step through the tokens of a user. Removes dangling ids.
-- KEYS: 1 to 5 the user's tokens
-- ARGV: 1 key prefix of tokens, 2 cursor, 3 approximate count
-- Returns the next cursor ("0" at the end) and the JSON of tokens.
local tokens = tokens_at(1)
local step = redis.call('HSCAN', tokens.of, ARGV[2], 'COUNT', ARGV[3])
local found = {}
for i = 1, #step[2], 2 do
  local token = redis.call('GET', ARGV[1] .. step[2][i + 1])
  if token then
    found[#found + 1] = token
  else
    remove_token(tokens, ARGV[1], step[2][i])
  end
end
return {step[1], found}
