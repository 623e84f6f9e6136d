-- Lists a page of users, newest first.
-- KEYS: 1 users by time
-- ARGV: 1 key prefix of users, 2 first rank, 3 last rank
-- Returns the total count and the JSON of the page.
local page = {}
for _, id in ipairs(redis.call('ZREVRANGE', KEYS[1], ARGV[2], ARGV[3])) do
  local user = redis.call('GET', ARGV[1] .. id)
  if user then
    page[#page + 1] = user
  end
end
return {redis.call('ZCARD', KEYS[1]), page}
