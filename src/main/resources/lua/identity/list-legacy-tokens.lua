-- One scan step through the 3DAIGC-API tokens of a user.
-- KEYS: 1 the set of 3DAIGC-API
-- ARGV: 1 key prefix of tokens, 2 cursor, 3 approximate count
-- Returns the next cursor ("0" at the end) and pairs of token and token JSON ("" for none).
local step = redis.call('SSCAN', KEYS[1], ARGV[2], 'COUNT', ARGV[3])
local found = {}
for _, token in ipairs(step[2]) do
  local record = redis.pcall('GET', ARGV[1] .. token)
  found[#found + 1] = token
  found[#found + 1] = type(record) == 'string' and record or ''
end
return {step[1], found}
