/* Seconds on the wall clock at a moment: only differences mean something. */ toUnixTimestamp64Milli(toDateTime64(toString(toTimeZone(@given, @zone)), 3, 'UTC')) / 1000
