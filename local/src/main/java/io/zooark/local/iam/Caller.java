package io.zooark.local.iam;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Who works with a role: a function, a state machine, a schedule.
 *
 * @param roleArn the role
 * @param session what the session is called: a function's name
 * @param context what AWS adds to each of its calls: values by condition key
 */
public record Caller(String roleArn, String session, Map<String, List<String>> context) {
    public Caller {
        requireNonNull(session, "session is null");
        context = Map.copyOf(context);
        if (!roleArn.contains(":role/")) {
            throw new IllegalArgumentException("roleArn must be the ARN of a role, got '" + roleArn + "'");
        }
    }

    /** Returns the caller as AWS names it when it refuses. */
    @Override
    public String toString() {
        return roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/" + session;
    }
}
