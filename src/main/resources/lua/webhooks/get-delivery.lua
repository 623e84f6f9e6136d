-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 endpoint, 4 delivery
-- Returns id, event, attempts or '', time of the next attempt or '', "1" while an attempt runs or ''; nil without such a
-- delivery.
local endpoint, id = ARGV[3], ARGV[4]
local event = redis.call('HGET', key('webhook:events:' .. endpoint), id)
if not event then
  return nil
end
local leased = tonumber(redis.call('ZSCORE', key('webhook:leased:' .. endpoint), id) or '0') > milliseconds(ARGV[2])
return {id, event, redis.call('HGET', key('webhook:attempts:' .. endpoint), id) or '',
  redis.call('ZSCORE', key('webhook:due:' .. endpoint), id) or '', leased and '1' or ''}
