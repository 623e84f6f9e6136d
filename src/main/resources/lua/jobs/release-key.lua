-- Releases an idempotency key whose request was refused, if it is still held by the one that asks.
-- KEYS: the key's hash
-- ARGV: 1 who claimed it
if redis.call('HGET', KEYS[1], 'holder') == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
return 1
