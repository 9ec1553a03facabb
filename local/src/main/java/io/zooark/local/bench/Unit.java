package io.zooark.local.bench;

import java.util.Locale;

/** What a figure counts, and with how many digits it is worth reading. */
enum Unit {
    SECONDS("s", "%.2f"),
    MILLISECONDS("ms", "%.1f"),
    MEGABYTES("MB", "%.0f"),
    MEGABYTES_PER_SECOND("MB/s", "%.0f"),
    RATIO("", "%.2f");

    private final String symbol;
    private final String format;

    Unit(String symbol, String format) {
        this.symbol = symbol;
        this.format = format;
    }

    /** Returns the number as text, without the symbol. */
    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** Returns the unit's sign; empty for a ratio. */
    String symbol() {
        return symbol;
    }
}
