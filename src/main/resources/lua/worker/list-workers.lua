-- A page of workers, those heard of last first.
-- ARGV: 1 prefix, 2 offset, 3 limit
-- Returns the number of all workers, and for each of the page: id, milliseconds of the last sign, JSON, 1 when draining.
local prefix = ARGV[1]
local seen = prefix .. 'workers:seen'
local first = tonumber(ARGV[2])
local page = redis.call('ZREVRANGE', seen, first, first + tonumber(ARGV[3]) - 1, 'WITHSCORES')
local rows = {}
for i = 1, #page, 2 do
  rows[#rows + 1] = {
    page[i], page[i + 1], redis.call('HGET', prefix .. 'workers', page[i]) or '{}',
    redis.call('SISMEMBER', prefix .. 'workers:draining', page[i])
  }
end
return {redis.call('ZCARD', seen), rows}
