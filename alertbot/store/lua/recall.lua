-- Finds what is known of a story's tokens, and what was decided since the asking matcher last knew.
-- KEYS count, log   ARGV prefix of known, prefix of articles, articles a hash, most log entries,
-- position, how many shingles of a copy may be unknown, and of how many one is known, then lists as text, number after
-- number: slices (first number, hashes, …), exact tokens, shingles (bucket, field, …)
-- returns count, the number and line of the same article or nothing, {number, line, shared, …} of copies, log entries.
-- A token that leads to 0 is one that unlike texts share.
local call, format = redis.call, string.format

local PAIRS = '(%d+) (%d+)'

local slices, hashes = {}, {}
for first, count in string.gmatch(ARGV[8], PAIRS) do
  slices[#slices + 1] = ARGV[1] .. first .. ':'
  hashes[#hashes + 1] = tonumber(count)
end

local function number_of(bucket, field)
  bucket = tonumber(bucket)
  for i, slice in ipairs(slices) do
    local found = call('HGET', format('%s%d', slice, bucket % hashes[i]), field)
    if found then return found end
  end
end

local function line_of(number)
  return call('HGET', ARGV[2] .. math.floor(number / ARGV[3]), number)
end

local same = {}
for bucket, field in string.gmatch(ARGV[9], PAIRS) do
  local number = number_of(bucket, field)
  local line = number and line_of(number)
  if line then
    same = {number, line}
    break
  end
end

local shared, spare, first = {}, tonumber(ARGV[6]), tonumber(ARGV[7])
if #same == 0 then
  for bucket, field in string.gmatch(ARGV[10], PAIRS) do
    if spare < 0 or first < 1 and not next(shared) then break end -- it is no copy, whatever those left say
    first = first - 1
    local number = number_of(bucket, field)
    if number and number ~= '0' then
      shared[number] = (shared[number] or 0) + 1
    else
      spare = spare - 1
    end
  end
end
local numbers = {}
for number in pairs(shared) do numbers[#numbers + 1] = number end
table.sort(numbers, function(a, b)
  return shared[a] > shared[b] or (shared[a] == shared[b] and tonumber(a) < tonumber(b))
end)
local copies = {}
for _, number in ipairs(numbers) do
  local line = line_of(number)
  if line then
    copies[#copies + 1] = number
    copies[#copies + 1] = line
    copies[#copies + 1] = shared[number]
  end
end

local count = call('GET', KEYS[1]) or '0'
local news = {}
if tonumber(count) > tonumber(ARGV[5]) then
  news = call('XRANGE', KEYS[2], format('%.0f-1', ARGV[5] + 1), '+', 'COUNT', ARGV[4])
end
return {count, same, copies, news}
