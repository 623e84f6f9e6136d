-- Marks a worker that shall claim no more jobs, or removes the mark.
-- ARGV: 1 prefix, 2 id, 3 1 to mark it
-- Returns 0 when there is no such worker.
if redis.call('HEXISTS', ARGV[1] .. 'workers', ARGV[2]) == 0 then
  return 0
end
redis.call(ARGV[3] == '1' and 'SADD' or 'SREM', ARGV[1] .. 'workers:draining', ARGV[2])
return 1
