-- Looks at what is ready in a lane that one serves; when nothing is, or it is paused, the lane is left.
-- ARGV lane, entry, consumer, now, limit   returns why the address is gone or '', then for each member
-- its name and the fields delivery, state, attempts, why, message_id, page, bundle, alone, also; or nothing
-- when the lane was left or taken over
local lane, entry, consumer, now = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
if not holds(lane, entry, consumer) then return {} end
if paused(lane) > 0 then
  leave(lane, entry, 0, now)
  return {}
end

begin(lane)
local found = {redis.call('GET', PREFIX .. 'gone:' .. lane) or ''}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', members_of(lane), '-inf', now, 'LIMIT', 0, ARGV[5])) do
  local fields = redis.call('HMGET', delivery_of(member), 'delivery', 'state', 'attempts', 'why', 'message_id',
    'page', 'bundle', 'alone', 'also')
  if fields[1] then
    found[#found + 1] = member
    for place = 1, 9 do found[#found + 1] = fields[place] or '' end
  else
    redis.call('ZREM', members_of(lane), member)
  end
end
if #found > 1 then return found end
leave(lane, entry, 0, now)
return {}
