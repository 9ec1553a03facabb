package io.zooark.local.drill;

import com.amazonaws.services.lambda.runtime.Context;
import io.zooark.handler.VerifySnapshotHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/** Drills once, as the Lambda runtime would have it done, out of whatever jar is on the class path. */
final class JarDrill {
    private static final int FIFTEEN_MINUTES = 900_000;

    private JarDrill() {}

    public static void main(String[] arguments) throws IOException {
        Context context = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, values) -> method.getReturnType() == int.class ? FIFTEEN_MINUTES : "request-1");
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new VerifySnapshotHandler()
                .handleRequest(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)), answer, context);
        System.out.println(answer.toString(StandardCharsets.UTF_8));
    }
}
