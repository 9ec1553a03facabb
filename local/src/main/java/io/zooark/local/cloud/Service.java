package io.zooark.local.cloud;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** One AWS protocol at the gateway: which requests are its own, how they are answered and how they are refused. */
interface Service {

    /** Returns whether a request is for this service, from its method, path and headers alone. */
    boolean owns(HttpExchange request);

    /** Answers a request of its own; whatever it throws is told by {@link #refuse}. */
    void answer(HttpExchange exchange) throws IOException;

    /** Tells an error in the protocol's own form. */
    void refuse(HttpExchange exchange, AwsError error) throws IOException;
}
