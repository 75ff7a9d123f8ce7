/* Working seconds of a row of @hours up to a moment: only differences mean something. */
arraySum((o, c) -> greatest(0, least(c, toUnixTimestamp64Milli(@given) / 1000) - o), opens, closes)
