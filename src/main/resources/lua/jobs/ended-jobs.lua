-- Some jobs of an index that were created until a moment, the oldest first. Large records make it fewer.
-- ARGV: 1 prefix, 2 index, 3 milliseconds of that moment, 4 how many to leave out, 5 how many, 6 bytes that are enough
-- Returns one {id, record or ""} for each; none if there are none.
local jobs = {}
local bytes = 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key(ARGV[2]), '-inf', ARGV[3], 'LIMIT', ARGV[4], ARGV[5])) do
  local record = redis.call('HGET', key('jobs'), id) or ''
  jobs[#jobs + 1] = {id, record}
  bytes = bytes + #record
  if bytes >= tonumber(ARGV[6]) then
    break
  end
end
return jobs
