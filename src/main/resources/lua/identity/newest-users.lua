-- One bounded step through users, newest first.
-- KEYS: 1 users by time
-- ARGV: 1 key prefix of users, 2 and 3 milliseconds and id after which to continue, or "",
--       4 the maximum count
-- Returns triples of id, milliseconds, and user JSON ("" for none).
local first = 0
if ARGV[2] ~= '' then
  -- continue after that user; if it was deleted, repeat those of the same millisecond rather than skip some
  if redis.call('ZSCORE', KEYS[1], ARGV[3]) == ARGV[2] then
    first = redis.call('ZREVRANK', KEYS[1], ARGV[3]) + 1
  else
    first = redis.call('ZCOUNT', KEYS[1], '(' .. ARGV[2], '+inf')
  end
end
local pairs_ = redis.call('ZREVRANGE', KEYS[1], first, first + ARGV[4] - 1, 'WITHSCORES')
local found = {}
for i = 1, #pairs_, 2 do
  found[#found + 1] = pairs_[i]
  found[#found + 1] = pairs_[i + 1]
  found[#found + 1] = redis.call('GET', ARGV[1] .. pairs_[i]) or ''
end
return found
