-- Optionally replaces a user by compare-and-set, which ends the user's reset code, then revokes tokens of the user in one
-- scan step.
-- KEYS: 1 user, 2 to 6 the user's tokens, 7 reset code of the user, 8 active administrators
-- ARGV: 1 key prefix of tokens, 2 cursor, 3 approximate count,
--       4 id of a token to keep or "", 5 the kind to revoke: "login", "api" or "all",
--       6 user JSON as read by the caller, or "" to keep the user unchanged, 7 user JSON to write,
--       8 SHA-256 of the reset code that allows it, or ""
-- Returns "changed" (the user was changed, or the reset code is not valid; nothing was done) or "done", the number of
-- revoked tokens, and the next cursor.
if ARGV[6] ~= '' then
  if redis.call('GET', KEYS[1]) ~= ARGV[6] then
    return {'changed', 0, '0'}
  end
  if ARGV[8] ~= '' and not is_reset_code(KEYS[7], KEYS[8], ARGV[8]) then
    return {'changed', 0, '0'}
  end
  redis.call('SET', KEYS[1], ARGV[7])
  redis.call('DEL', KEYS[7])
end
local tokens = tokens_at(2)
local alive = redis.call('EXISTS', KEYS[1]) == 1
local ended = 0
local step = redis.call('HSCAN', tokens.of, ARGV[2], 'COUNT', ARGV[3])
for i = 1, #step[2], 2 do
  local id = step[2][i]
  -- expired tokens stay, to be reported as expired, unless their user is deleted
  if id ~= ARGV[4] and not (alive and has_expired(tokens, id)) then
    local wanted = ARGV[5] == 'all'
    if not wanted then
      local readable, record = pcall(cjson.decode, redis.call('GET', ARGV[1] .. step[2][i + 1]) or '')
      local login = readable and type(record) == 'table' and record.kind == 'login'
      wanted = login == (ARGV[5] == 'login')
    end
    if wanted then
      ended = ended + remove_token(tokens, ARGV[1], id)
    end
  end
end
return {'done', ended, step[1]}
