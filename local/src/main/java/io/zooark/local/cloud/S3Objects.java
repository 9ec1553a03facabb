package io.zooark.local.cloud;

import com.sun.net.httpserver.HttpExchange;
import io.zooark.local.s3.S3;
import java.io.IOException;

/** S3, which owns every request that no other service does. */
final class S3Objects implements Service {
    private final S3 s3;

    S3Objects(S3 s3) {
        this.s3 = s3;
    }

    @Override
    public boolean owns(HttpExchange request) {
        return true;
    }

    @Override
    public void answer(HttpExchange exchange) throws IOException {
        s3.answer(exchange);
    }

    @Override
    public void refuse(HttpExchange exchange, AwsError error) throws IOException {
        String body = new Xml()
                .within(
                        "Error",
                        xml -> xml.element("Code", error.code())
                                .element("Message", error.text())
                                .element("RequestId", Replies.requestId(exchange)))
                .toString();
        Replies.send(exchange, error.status(), "application/xml", body);
    }
}
