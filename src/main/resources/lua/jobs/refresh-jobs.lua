-- Makes index entries say what the records say.
-- ARGV: 1 prefix, then id and milliseconds of creation (or "") for each
for i = 2, #ARGV, 2 do
  refresh(ARGV[i], ARGV[i + 1])
end
return (#ARGV - 1) / 2
