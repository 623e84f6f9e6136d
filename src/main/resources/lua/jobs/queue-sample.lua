-- Samples the queue and usage for the metrics.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 index of waiting jobs, 4 to 9 budgets in the order
--       of budgets_of, 10... indexes to count
-- Returns the length of the queue, the submission time of the oldest waiting job (milliseconds, or ""), the GPU
-- milliseconds of all jobs that have ended, those reserved for the others, the budgets of the server as budget_row returns
-- them, and the size of each index.
local oldest = redis.call('ZRANGE', key(ARGV[3]), 0, 0, 'WITHSCORES')
local budgets = {}
for _, found in ipairs(budgets_of(NO_OWNER, '', {unpack(ARGV, 4, 9)}, milliseconds(ARGV[2]))) do
  budgets[#budgets + 1] = budget_row(found)
end
local sample = {
  redis.call('ZCARD', key('queue:pending')) + redis.call('ZCARD', key('queue:delayed')),
  oldest[2] or '',
  redis.call('HGET', key('usage:ledger'), 'gpu_ms') or '0',
  redis.call('HGET', key('usage:reserved'), 'server') or '0',
  budgets,
}
for i = 10, #ARGV do
  sample[#sample + 1] = redis.call('ZCARD', key(ARGV[i]))
end
return sample
