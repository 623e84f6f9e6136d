-- Migrates tokens of 3DAIGC-API, keyed by plain text, to records keyed by SHA-256, and deletes the plain text.
-- KEYS: 1 user, 2 to 6 the user's tokens, 7 the set of 3DAIGC-API
-- ARGV: 1 key prefix of tokens; then for each token: its plain text, its JSON as read by the caller, "replace", "remove" or
--       "unlist" (the record is not this user's), and for "replace": the six arguments of the token, and its last use in
--       seconds or ""
-- Changed records are left alone (compare-and-set). Returns for each token the JSON under the SHA-256, or "".
local alive = redis.call('EXISTS', KEYS[1]) == 1
local tokens = tokens_at(2)
local result = {}
for i = 2, #ARGV, 10 do
  local text, verb, id = ARGV[i], ARGV[i + 2], ARGV[i + 3]
  local old, hashed = ARGV[1] .. text, ARGV[1] .. ARGV[i + 4]
  local now = redis.pcall('GET', old)
  local same = (type(now) == 'string' and now or '') == ARGV[i + 1]
  if same and redis.call('SISMEMBER', KEYS[7], text) == 1 then
    if verb == 'replace' and alive and redis.call('EXISTS', hashed) == 0 then
      put_token(tokens, ARGV[1], i + 3)
      if ARGV[i + 9] ~= '' then
        redis.call('HSET', tokens.used, id, ARGV[i + 9])
        redis.call('ZADD', tokens.logins, 'XX', 'GT', ARGV[i + 9] .. '000', id)
      end
    end
    if verb ~= 'unlist' then
      redis.call('DEL', old)
    end
    redis.call('SREM', KEYS[7], text)
  end
  result[#result + 1] = verb == 'replace' and redis.call('GET', hashed) or ''
end
return result
