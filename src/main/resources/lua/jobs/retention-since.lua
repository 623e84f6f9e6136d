-- Reads the time of the first start with retention; the first call stores it.
-- ARGV: 1 prefix, 2 now in milliseconds
-- Returns milliseconds as text.
redis.call('SET', key('retention:since'), ARGV[2], 'NX')
return redis.call('GET', key('retention:since'))
