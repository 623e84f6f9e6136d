-- Prepended to the scripts that count usage. Days and months are those of UTC.
local MINUTE, DAY = 60000, 86400000

-- now: milliseconds as text, or '' for the clock of Redis, which all replicas share
local function milliseconds(now)
  if now ~= '' then
    return tonumber(now)
  end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- Year, month and day of a number of days since 1970. The years begin in March here, so that a leap day is their last one.
local function date_of(days)
  local shifted = days + 719468
  local era = math.floor(shifted / 146097)
  local day_of_era = shifted - era * 146097
  local year_of_era = math.floor((day_of_era - math.floor(day_of_era / 1460) + math.floor(day_of_era / 36524)
    - math.floor(day_of_era / 146096)) / 365)
  local day_of_year = day_of_era - (365 * year_of_era + math.floor(year_of_era / 4) - math.floor(year_of_era / 100))
  local part = math.floor((5 * day_of_year + 2) / 153)
  local month = part < 10 and part + 3 or part - 9
  local day = day_of_year - math.floor((153 * part + 2) / 5) + 1
  return era * 400 + year_of_era + (month <= 2 and 1 or 0), month, day
end

-- The reverse of date_of; a day of 0 or beyond the end of the month counts on.
local function days_of(year, month, day)
  local shifted = month <= 2 and year - 1 or year
  local era = math.floor(shifted / 400)
  local year_of_era = shifted - era * 400
  local day_of_year = math.floor((153 * (month > 2 and month - 3 or month + 9) + 2) / 5) + day - 1
  return era * 146097 + year_of_era * 365 + math.floor(year_of_era / 4) - math.floor(year_of_era / 100) + day_of_year
    - 719468
end

-- The names of the day (yyyymmdd) and the month (yyyymm) of a time in milliseconds.
local function periods_of(time)
  local year, month, day = date_of(math.floor(time / DAY))
  return string.format('%04d%02d%02d', year, month, day), string.format('%04d%02d', year, month)
end

-- When the day and the month of a time in milliseconds end.
local function ends_of(time)
  local days = math.floor(time / DAY)
  local year, month = date_of(days)
  local next_month = month == 12 and days_of(year + 1, 1, 1) or days_of(year, month + 1, 1)
  return (days + 1) * DAY, next_month * DAY
end

-- Milliseconds of a time in ISO 8601, with any offset or, for UTC, none; nil for anything else.
local function parse_time(text)
  if type(text) ~= 'string' then
    return nil
  end
  local year, month, day, hour, minute, second, rest =
    string.match(text, '^(%d%d%d%d)-(%d%d)-(%d%d)T(%d%d):(%d%d):(%d%d)(.*)$')
  if not year then
    return nil
  end
  local fraction, zone = string.match(rest, '^%.?(%d*)(.*)$')
  local sign, hours, minutes = string.match(zone, '^([+-])(%d%d):(%d%d)$')
  local date = days_of(tonumber(year), tonumber(month), tonumber(day))
  local y, m, d = date_of(date)
  local exists = y == tonumber(year) and m == tonumber(month) and d == tonumber(day)
  if not exists or tonumber(hour) > 23 or tonumber(minute) > 59 or tonumber(second) > 59
    or not (sign or zone == '' or zone == 'Z') then
    return nil
  end
  local offset = sign and (tonumber(hours) * 60 + tonumber(minutes)) * (sign == '-' and -1 or 1) or 0
  return date * DAY + (tonumber(hour) * 60 + tonumber(minute) - offset) * MINUTE + tonumber(second) * 1000
    + tonumber(string.sub(fraction .. '000', 1, 3))
end
