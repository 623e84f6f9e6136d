-- Lists a page of invitations, latest expiry first.
-- KEYS: 1 invitations by expiry
-- ARGV: 1 key prefix of invitations, 2 first rank, 3 last rank, 4 current time in milliseconds
-- Returns the total count and the JSON of the page.
local page = {}
for _, id in ipairs(redis.call('ZREVRANGE', KEYS[1], ARGV[2], ARGV[3])) do
  local invite = redis.call('GET', ARGV[1] .. id)
  if invite then
    page[#page + 1] = invite
  end
end
return {redis.call('ZCOUNT', KEYS[1], '(' .. ARGV[4], '+inf'), page}
