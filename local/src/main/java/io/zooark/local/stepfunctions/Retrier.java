package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * One entry of a Retry.
 *
 * @param longestDelaySeconds the cap that MaxDelaySeconds sets
 * @param jitter whether a delay is drawn from zero to its computed length
 */
record Retrier(
        ErrorNames errors,
        int intervalSeconds,
        double backoffRate,
        int maxAttempts,
        int longestDelaySeconds,
        boolean jitter) {

    /** The most that AWS takes for a number of seconds or attempts. */
    private static final int MOST = 99_999_999;

    private static final int DEFAULT_ATTEMPTS = 3;

    static Retrier read(Section entry, boolean last) {
        entry.has("Comment");
        int interval = entry.integer("IntervalSeconds", 1, 1);
        Retrier retrier = new Retrier(
                ErrorNames.read(entry, last),
                interval,
                backoffRate(entry),
                entry.integer("MaxAttempts", 0, DEFAULT_ATTEMPTS),
                entry.integer("MaxDelaySeconds", interval + 1, MOST),
                jitter(entry));
        entry.end();
        return retrier;
    }

    private static double backoffRate(Section entry) {
        JsonNode rate =
                entry.find("BackoffRate").orElse(Json.MAPPER.getNodeFactory().numberNode(2.0));
        if (!rate.isNumber() || rate.doubleValue() < 1.0) {
            throw entry.refuse("BackoffRate", "must be a number from 1.0, got " + Json.write(rate));
        }
        return rate.doubleValue();
    }

    private static boolean jitter(Section entry) {
        String strategy = entry.findText("JitterStrategy").orElse("NONE");
        if (!strategy.equals("FULL") && !strategy.equals("NONE")) {
            throw entry.refuse("JitterStrategy", "must be FULL or NONE, got '" + strategy + "'");
        }
        return strategy.equals("FULL");
    }

    /**
     * Returns how long to wait before the next attempt.
     *
     * @param retries how many attempts this entry has granted before
     * @param chance from 0 to 1, for the jitter
     */
    Duration delay(int retries, double chance) {
        double seconds = Math.min(intervalSeconds * Math.pow(backoffRate, retries), longestDelaySeconds);
        return Duration.ofMillis(Math.round(1000 * seconds * (jitter ? chance : 1)));
    }
}
