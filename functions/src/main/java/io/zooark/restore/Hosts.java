package io.zooark.restore;

import java.time.Duration;
import java.util.Map;

/** Runs documents of ours on the hosts of the ensemble, through Systems Manager. */
public interface Hosts {

    /**
     * Runs one document to its end.
     *
     * <p>A command goes on when whoever sent it is gone, and it may be sent twice: the documents are safe for both.
     *
     * @param instance where to run it
     * @param action which document
     * @param parameters its parameters, without those that every document takes from the ensemble's configuration
     * @param limit how long the document may run
     * @return the fields of the JSON line that it ends with
     * @throws io.zooark.error.NodeCommandFailedException if it fails, does not end in time, or never reached the host
     * @throws io.zooark.error.StaleExecutionException if the host was given a higher order since; nothing was done
     */
    Map<String, Object> run(String instance, NodeAction action, Map<String, String> parameters, Duration limit);
}
