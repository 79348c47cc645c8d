-- Takes a place in every bucket for one message, and notes that its members are being sent.
-- ARGV lane, entry, consumer, now, patience in ms, then three counted lists: buckets (name, ms between two
-- messages, burst, …), members, who goes in which piece of a bundle (member, piece, …)   returns the ms to
-- wait before the send, or -1 when the lane was taken over, is paused, or would have to wait longer than
-- patience: then it was left
-- The buckets run on the server's clock, which all notifiers share (generic cell rate algorithm).
local lane, entry, consumer, now = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
if not holds(lane, entry, consumer) then return -1 end
if paused(lane) > 0 then
  leave(lane, entry, 0, now)
  return -1
end

begin(lane)
local time = redis.call('TIME')
local clock = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local wait, ends, at = 0, {}, 6
local function each(size, call)
  local last = at + tonumber(ARGV[at]) * size
  for first = at + 1, last, size do
    call(unpack(ARGV, first, first + size - 1))
  end
  at = last + 1
end

each(3, function(name, between, burst)
  local spent = tonumber(redis.call('GET', PREFIX .. 'bucket:' .. name) or 0)
  if spent > clock + 86400000 then spent = clock end -- the clock was set back
  ends[name] = math.max(spent, clock) + tonumber(between)
  wait = math.max(wait, ends[name] - tonumber(burst) * between - clock)
end)
wait = math.ceil(wait)
if wait > tonumber(ARGV[5]) then
  leave(lane, entry, now + wait / 1000, now)
  return -1
end
for name, ending in pairs(ends) do
  redis.call('SET', PREFIX .. 'bucket:' .. name, ending, 'PX', math.max(1, math.ceil(ending - clock)))
end

each(1, function(member)
  if redis.call('EXISTS', delivery_of(member)) == 1 and string.sub(member, 1, 1) ~= '~' then
    redis.call('HSET', delivery_of(member), 'state', 'sending')
    redis.call('HINCRBY', delivery_of(member), 'attempts', 1)
  end
end)
each(2, function(member, piece)
  if redis.call('EXISTS', delivery_of(member)) == 1 then redis.call('HSET', delivery_of(member), 'bundle', piece) end
end)
return wait
