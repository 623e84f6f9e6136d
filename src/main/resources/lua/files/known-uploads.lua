-- ARGV: 1 prefix, then ids
-- Returns the ids that have a record.
local known = {}
for i = 2, #ARGV do
  if isKnown(ARGV[i]) then
    known[#known + 1] = ARGV[i]
  end
end
return known
