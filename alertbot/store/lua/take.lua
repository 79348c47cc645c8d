-- Takes a place in every bucket for one message, and notes that its members are being sent.
-- ARGV lane, entry, consumer, now, patience in ms, bundle or '', then two counted lists: buckets (name,
-- ms between two messages, burst, …), members   returns the ms to wait before the send, or -1 when the
-- lane was taken over, is paused, or would have to wait longer than patience: then it was left
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
local wait, ends, buckets = 0, {}, tonumber(ARGV[7])
for place = 0, buckets - 1 do
  local name, between, burst = ARGV[8 + place * 3], tonumber(ARGV[9 + place * 3]), tonumber(ARGV[10 + place * 3])
  local spent = tonumber(redis.call('GET', PREFIX .. 'bucket:' .. name) or 0)
  if spent > clock + 86400000 then spent = clock end -- the clock was set back
  ends[name] = math.max(spent, clock) + between
  wait = math.max(wait, ends[name] - burst * between - clock)
end
wait = math.ceil(wait)
if wait > tonumber(ARGV[5]) then
  leave(lane, entry, now + wait / 1000, now)
  return -1
end
for name, ending in pairs(ends) do
  redis.call('SET', PREFIX .. 'bucket:' .. name, ending, 'PX', math.max(1, math.ceil(ending - clock)))
end

for place = 9 + buckets * 3, #ARGV do
  local delivery = delivery_of(ARGV[place])
  if string.sub(ARGV[place], 1, 1) ~= '~' then
    redis.call('HSET', delivery, 'state', 'sending')
    redis.call('HINCRBY', delivery, 'attempts', 1)
    if ARGV[6] ~= '' then redis.call('HSET', delivery, 'bundle', ARGV[6]) end
  end
end
return wait
