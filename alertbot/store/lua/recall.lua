-- Finds what is known of a story's tokens, and what was decided since the asking matcher last knew.
-- KEYS count, log   ARGV prefix of known, prefix of articles, articles a hash, most log entries,
-- position, fewest shingles worth telling, then lists as text, number after number: slices (first number, hashes, …),
-- exact tokens, shingles (bucket, field, …)
-- returns count, the number and line of the same article or nothing, {number, line, shared, …} of copies, log entries.
-- A token that leads to 0 is one that unlike texts share.
local call, format = redis.call, string.format

local function pairs_of(text)
  local firsts, seconds = {}, {}
  for first, second in string.gmatch(text, '(%d+) (%d+)') do
    firsts[#firsts + 1] = first
    seconds[#seconds + 1] = second
  end
  return firsts, seconds
end

local slices, hashes = pairs_of(ARGV[7])
for i, first in ipairs(slices) do
  slices[i], hashes[i] = ARGV[1] .. first .. ':', tonumber(hashes[i])
end

local function number_of(bucket, field)
  for i, slice in ipairs(slices) do
    local found = call('HGET', format('%s%d', slice, bucket % hashes[i]), field)
    if found then return found end
  end
end

local function line_of(number)
  return call('HGET', ARGV[2] .. math.floor(number / ARGV[3]), number)
end

local same = {}
local buckets, fields = pairs_of(ARGV[8])
for i, bucket in ipairs(buckets) do
  local number = number_of(tonumber(bucket), fields[i])
  local line = number and line_of(number)
  if line then
    same = {number, line}
    break
  end
end

local shared, sharing = {}, 0
if #same == 0 then
  local fewest = tonumber(ARGV[6])
  buckets, fields = pairs_of(ARGV[9])
  for i, bucket in ipairs(buckets) do
    if sharing + #buckets - i + 1 < fewest then break end -- those that are left could not make a copy
    local number = number_of(tonumber(bucket), fields[i])
    if number and number ~= '0' then
      shared[number] = (shared[number] or 0) + 1
      sharing = sharing + 1
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
