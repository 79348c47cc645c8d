-- Finds what is known of a story's tokens, and what was decided since the asking matcher last knew.
-- KEYS count, log   ARGV prefix of known, prefix of articles, articles a hash, most log entries,
-- position, then three counted lists: slices (first number, hashes, …), exact tokens, shingles (bucket, field, …)
-- returns count, the number and line of the same article or nothing, {number, line, shared, …} of copies, log entries.
-- A token that leads to 0 is one that unlike texts share.
local lists, at = {}, 6
for i = 1, 3 do
  local size = tonumber(ARGV[at])
  lists[i] = {unpack(ARGV, at + 1, at + size)}
  at = at + size + 1
end
local slices = lists[1]

local function number_of(bucket, field)
  for i = 1, #slices, 2 do
    local key = ARGV[1] .. slices[i] .. ':' .. (bucket % slices[i + 1])
    local found = redis.call('HGET', key, field)
    if found then
      return found
    end
  end
  return nil
end

local function line_of(number)
  return redis.call('HGET', ARGV[2] .. math.floor(number / ARGV[3]), number)
end

local same = {}
for i = 1, #lists[2], 2 do
  local number = number_of(tonumber(lists[2][i]), lists[2][i + 1])
  local line = number and line_of(number)
  if line then
    same = {number, line}
    break
  end
end

local shared = {}
if #same == 0 then
  for i = 1, #lists[3], 2 do
    local number = number_of(tonumber(lists[3][i]), lists[3][i + 1])
    if number and number ~= '0' then
      shared[number] = (shared[number] or 0) + 1
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

local count = redis.call('GET', KEYS[1]) or '0'
local news = {}
if tonumber(count) > tonumber(ARGV[5]) then
  news = redis.call('XRANGE', KEYS[2], string.format('%.0f-1', ARGV[5] + 1), '+', 'COUNT', ARGV[4])
end
return {count, same, copies, news}
