-- Checks a batch of a set, a sorted set or a hash of job ids: each needs a record. Changes nothing.
-- ARGV: 1 prefix, 2 name, 3 cursor, 4 about how many entries
-- Returns the next cursor, and the ids without a record.
local kind = redis.call('TYPE', key(ARGV[2])).ok
if kind == 'none' then
  return {'0', {}}
end
local SCANS = {set = 'SSCAN', zset = 'ZSCAN', hash = 'HSCAN'}
local step = redis.call(SCANS[kind], key(ARGV[2]), ARGV[3], 'COUNT', ARGV[4])
local missing = {}
for i = 1, #step[2], kind == 'set' and 1 or 2 do
  if redis.call('HEXISTS', key('jobs'), step[2][i]) == 0 then
    missing[#missing + 1] = step[2][i]
  end
end
return {step[1], missing}
