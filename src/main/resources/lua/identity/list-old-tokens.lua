-- One bounded step through the tokens that 3DAIGC-API listed for a user.
-- KEYS: 1 their set
-- ARGV: 1 what stands before a token in its key, 2 cursor, 3 how many at about
-- Returns the next cursor ("0" at the end) and pairs of token and token JSON ("" for none).
local step = redis.call('SSCAN', KEYS[1], ARGV[2], 'COUNT', ARGV[3])
local found = {}
for _, token in ipairs(step[2]) do
  local record = redis.pcall('GET', ARGV[1] .. token)
  found[#found + 1] = token
  found[#found + 1] = type(record) == 'string' and record or ''
end
return {step[1], found}
