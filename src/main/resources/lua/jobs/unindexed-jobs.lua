-- Scans a batch of all jobs for those that are in no index because another program wrote them.
-- ARGV: 1 prefix, 2 cursor, 3 about how many jobs to scan
-- Returns the next cursor, {id, record} for each unindexed job, and the number of scanned jobs.
local step = redis.call('HSCAN', key('jobs'), ARGV[2], 'COUNT', ARGV[3])
local unknown = {}
for i = 1, #step[2], 2 do
  local id = step[2][i]
  if not redis.call('ZSCORE', key('jobs:created'), id) and not redis.call('ZSCORE', key('jobs:deleted'), id) then
    unknown[#unknown + 1] = {id, step[2][i + 1]}
  end
end
return {step[1], unknown, #step[2] / 2}
