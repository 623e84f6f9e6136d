-- One bounded step through users whose name or address begins with a text.
-- KEYS: 1 the index for searching
-- ARGV: 1 what stands before a user id in the key of a user, 2 the text, 3 the entry after which to go on or "", 4 how many
-- Returns pairs of entry and user JSON ("" for none).
local from = ARGV[3] == '' and '[' .. ARGV[2] or '(' .. ARGV[3]
-- no text in UTF-8 has this byte, so this lies behind every text that begins so
local entries = redis.call('ZRANGEBYLEX', KEYS[1], from, '(' .. ARGV[2] .. '\255', 'LIMIT', 0, ARGV[4])
local found = {}
for _, entry in ipairs(entries) do
  found[#found + 1] = entry
  found[#found + 1] = redis.call('GET', ARGV[1] .. string.match(entry, '.*%z..(.*)$')) or ''
end
return found
