-- The current leases of jobs.
-- ARGV: 1 prefix, then the ids of the jobs
-- Returns a lease for each, or '' for a job that no worker holds.
local leases = {}
for i = 2, #ARGV do
  leases[i - 1] = redis.call('HGET', ARGV[1] .. 'claim:' .. ARGV[i], 'lease') or ''
end
return leases
