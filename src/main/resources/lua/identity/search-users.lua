-- One bounded step of a prefix search by username or e-mail address.
-- KEYS: 1 the search index
-- ARGV: 1 key prefix of users, 2 the prefix, 3 the entry after which to continue or "", 4 the maximum count
-- Returns pairs of entry and user JSON ("" for none).
local from = ARGV[3] == '' and '[' .. ARGV[2] or '(' .. ARGV[3]
-- UTF-8 never contains this byte, so it sorts after every text with the prefix
local entries = redis.call('ZRANGEBYLEX', KEYS[1], from, '(' .. ARGV[2] .. '\255', 'LIMIT', 0, ARGV[4])
local found = {}
for _, entry in ipairs(entries) do
  found[#found + 1] = entry
  found[#found + 1] = redis.call('GET', ARGV[1] .. string.match(entry, '.*%z..(.*)$')) or ''
end
return found
