-- One page of invitations, those that end last first.
-- KEYS: 1 invitations by their end
-- ARGV: 1 what stands before an id in the key of an invitation, 2 first rank, 3 last rank, 4 milliseconds now
-- Returns how many there are, and the JSON of those on the page.
local page = {}
for _, id in ipairs(redis.call('ZREVRANGE', KEYS[1], ARGV[2], ARGV[3])) do
  local invite = redis.call('GET', ARGV[1] .. id)
  if invite then
    page[#page + 1] = invite
  end
end
return {redis.call('ZCOUNT', KEYS[1], '(' .. ARGV[4], '+inf'), page}
