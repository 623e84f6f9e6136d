-- Samples the queue for the metrics.
-- ARGV: 1 prefix, 2 index of waiting jobs, 3... indexes to count
-- Returns the length of the queue, the submission time of the oldest waiting job (milliseconds, or ""), and the size of
-- each index.
local oldest = redis.call('ZRANGE', key(ARGV[2]), 0, 0, 'WITHSCORES')
local sample = {redis.call('ZCARD', key('queue:pending')) + redis.call('ZCARD', key('queue:delayed')), oldest[2] or ''}
for i = 3, #ARGV do
  sample[#sample + 1] = redis.call('ZCARD', key(ARGV[i]))
end
return sample
