-- Says in which form everything is kept, or that it is in a newer one from now on.
-- KEYS form, then keys of which one is there when a server was used before   ARGV the form that was reached or
-- 0, the first form, the newest one   returns the form
local form = tonumber(redis.call('GET', KEYS[1]) or 0)
local reached = tonumber(ARGV[1])
if form == 0 then
  form = tonumber(ARGV[3])
  for place = 2, #KEYS do
    if redis.call('EXISTS', KEYS[place]) == 1 then form = tonumber(ARGV[2]) end
  end
  redis.call('SET', KEYS[1], form)
end
if reached > form then
  form = reached
  redis.call('SET', KEYS[1], form)
end
return form
