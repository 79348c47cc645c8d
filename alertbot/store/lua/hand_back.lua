-- Gives a lane one serves to whoever asks next, if one still holds it.
-- ARGV lane, entry, consumer, now
if holds(ARGV[1], ARGV[2], ARGV[3]) then leave(ARGV[1], ARGV[2], 0, tonumber(ARGV[4])) end
