package io.zooark.local.bench;

import io.zooark.local.cloud.Gateway;
import io.zooark.local.cloud.Ssm;
import io.zooark.local.s3.S3;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The process of a {@link Stage}. */
final class StageMain {
    private StageMain() {}

    /** Opens it on the folder that is the only argument, and answers each question with the endpoint. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        S3 s3 = S3.open(Path.of(arguments[0]));
        s3.createBucket(Stage.BUCKET);
        Ssm ssm = new Ssm(Clock.systemUTC(), Duration.ZERO);
        ssm.secret(Stage.PARAMETER, Stage.CREDENTIAL);
        Gateway gateway = Gateway.open(0);
        gateway.s3(s3).ssm(ssm);
        Questions.answerAll(question -> gateway.endpoint().toString());
    }
}
