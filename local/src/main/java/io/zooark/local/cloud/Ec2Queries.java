package io.zooark.local.cloud;

import static java.util.Map.entry;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.function.BiConsumer;

/** EC2's protocol: {@code POST /} with a form that names the action; XML comes back. */
final class Ec2Queries implements Service {
    private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private final Map<String, BiConsumer<Query, Xml>> actions;

    Ec2Queries(Ec2 ec2) {
        Ec2Describe describe = new Ec2Describe(ec2);
        Ec2RuleChanges changes = new Ec2RuleChanges(ec2);
        this.actions = Map.ofEntries(
                entry("DescribeInstances", describe::instances),
                entry("DescribeNetworkInterfaces", describe::interfaces),
                entry("DescribeSecurityGroups", describe::groups),
                entry("DescribeSecurityGroupRules", describe::rules),
                entry("ModifySecurityGroupRules", changes::modify),
                entry("AuthorizeSecurityGroupIngress", changes::authorize),
                entry("RevokeSecurityGroupIngress", changes::revoke));
    }

    @Override
    public boolean owns(HttpExchange request) {
        String type = request.getRequestHeaders().getFirst("Content-Type");
        return request.getRequestMethod().equals("POST")
                && request.getRequestURI().getPath().equals("/")
                && type != null
                && type.startsWith("application/x-www-form-urlencoded");
    }

    @Override
    public void answer(HttpExchange exchange) throws IOException {
        Query query = Query.of(Replies.body(exchange));
        String action = query.need("Action");
        BiConsumer<Query, Xml> handler = actions.get(action);
        if (handler == null) {
            throw AwsError.refused(
                    "InvalidAction",
                    "The local cloud knows of EC2's actions only " + actions.keySet() + ", not " + action);
        }
        Xml answer = new Xml().within(action + "Response", NAMESPACE, xml -> {
            xml.element("requestId", Replies.requestId(exchange));
            handler.accept(query, xml);
        });
        Replies.send(exchange, 200, "text/xml;charset=UTF-8", answer.toString());
    }

    @Override
    public void refuse(HttpExchange exchange, AwsError error) throws IOException {
        Xml answer = new Xml()
                .within(
                        "Response",
                        response -> response.within(
                                        "Errors",
                                        errors -> errors.within(
                                                "Error",
                                                xml -> xml.element("Code", error.code())
                                                        .element("Message", error.text())))
                                .element("RequestID", Replies.requestId(exchange)));
        Replies.send(exchange, error.status(), "text/xml;charset=UTF-8", answer.toString());
    }
}
