-- Reads a batch of an index up to a creation time, oldest first. The batch ends early when the records are large.
-- ARGV: 1 prefix, 2 index, 3 latest creation time in milliseconds, 4 number of entries to skip, 5 maximum number of
-- jobs,
--       6 bytes after which the batch ends
-- Returns {id, record or ""} for each; none only at the end.
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
