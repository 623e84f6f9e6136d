-- Reads a range of an index, oldest first.
-- ARGV: 1 prefix, 2 index, 3 first rank, 4 maximum number of jobs
-- Returns {id, record or ""} for each.
local jobs = {}
for _, id in ipairs(redis.call('ZRANGE', key(ARGV[2]), ARGV[3], tonumber(ARGV[3]) + tonumber(ARGV[4]) - 1)) do
  jobs[#jobs + 1] = {id, redis.call('HGET', key('jobs'), id) or ''}
end
return jobs
