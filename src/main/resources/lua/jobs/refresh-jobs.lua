-- Makes index entries agree with the records.
-- ARGV: 1 prefix, then id and creation time in milliseconds (or "") of each job
-- Returns the number of jobs.
for i = 2, #ARGV, 2 do
  refresh(ARGV[i], ARGV[i + 1])
end
return (#ARGV - 1) / 2
