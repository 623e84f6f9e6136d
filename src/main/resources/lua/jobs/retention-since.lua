-- Since when jobs of this data are kept for a time only; noted when it is asked first.
-- ARGV: 1 prefix, 2 now in milliseconds
-- Returns milliseconds as text.
redis.call('SET', key('retention:since'), ARGV[2], 'NX')
return redis.call('GET', key('retention:since'))
