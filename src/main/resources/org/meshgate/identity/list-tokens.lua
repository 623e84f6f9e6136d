-- One bounded step through the tokens of a user; ids of tokens that have ended are dropped on the way.
-- KEYS: 1 tokens of the user, 2 last uses
-- ARGV: 1 what stands before a SHA-256 in the key of a token, 2 cursor, 3 how many at about
-- Returns the next cursor ("0" at the end) and pairs of token JSON and last use ("" for never).
local step = redis.call('HSCAN', KEYS[1], ARGV[2], 'COUNT', ARGV[3])
local found = {}
for i = 1, #step[2], 2 do
  local id = step[2][i]
  local token = redis.call('GET', ARGV[1] .. step[2][i + 1])
  if token then
    found[#found + 1] = token
    found[#found + 1] = redis.call('HGET', KEYS[2], id) or ''
  else
    redis.call('HDEL', KEYS[1], id)
    redis.call('HDEL', KEYS[2], id)
  end
end
return {step[1], found}
