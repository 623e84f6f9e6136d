-- Stands before every script about jobs.
local PREFIX = ARGV[1]

local function key(name)
  return PREFIX .. name
end

-- The member of the record itself: in the JSON texts inside it every quote stands behind a backslash.
local function statusOf(record)
  return string.match(record, '"status"%s*:%s*"(%l+)"') or ''
end
