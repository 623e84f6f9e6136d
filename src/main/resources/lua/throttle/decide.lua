-- Increments several GCRA counters, or none if one of them is full.
-- KEYS: the counters; last the sorted set of known addresses by last success in milliseconds
-- ARGV: 1 the time in microseconds since 1970, or '' for that of Redis
--       2 the address
--       3 retention of known addresses in milliseconds
--       then five for each counter: emission interval in microseconds; burst tolerance in microseconds; maximum interval in
--       microseconds if it doubles with each attempt that fills the counter, else 0; retention of the doubling in
--       milliseconds; '1' if known addresses bypass the counter
-- Returns {index of the full counter or 0, microseconds until it has room, 1 if the address is known}.
local now = time(ARGV[1])
local success = redis.call('ZSCORE', KEYS[#KEYS], ARGV[2])
local known = success and tonumber(success) >= now / 1000 - tonumber(ARGV[3])
local full, wait, taken = 0, 0, {}

for i = 1, #KEYS - 1 do
  local at = 5 * i - 2
  local weight, advance, heaviest = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  if not (known and ARGV[at + 5] == '1') then
    local empty, strikes = read(KEYS[i])
    -- bound the time in case the clock went back
    empty = math.min(empty, now + advance + math.max(weight, heaviest))
    if empty - advance > now then
      if empty - advance - now > wait then
        full, wait = i, empty - advance - now
      end
    else
      if heaviest > 0 then
        weight = math.max(weight, math.min(weight * 2 ^ math.min(strikes, 30), heaviest))
      end
      local later = math.max(empty, now) + weight
      if heaviest > 0 and later - advance > now then
        strikes = strikes + 1
      end
      taken[KEYS[i]] = {later, strikes, (later - now) / 1000 + (strikes > 0 and tonumber(ARGV[at + 4]) or 0)}
    end
  end
end

if full == 0 then
  for key, counter in pairs(taken) do
    write(key, counter[1], counter[2], counter[3])
  end
end
return {full, math.ceil(wait), known and 1 or 0}
