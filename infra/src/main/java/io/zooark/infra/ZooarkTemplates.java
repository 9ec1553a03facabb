package io.zooark.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/** Writes templates without assets, and the jar beside them, for who deploys with CloudFormation alone. */
public final class ZooarkTemplates {
    private static final String SUFFIX = ".template.json";
    private static final int HASH_LETTERS = 16;

    private ZooarkTemplates() {}

    /** Takes the ensembles' file, the jar and the folder to write to; says what to deploy in which order. */
    public static void main(String[] arguments) throws IOException {
        try {
            Path folder = Path.of(arguments[2]);
            List<String> stacks = write(EnsemblesFile.read(Path.of(arguments[0])), folder);
            String jar = copy(FunctionsJar.existing(Path.of(arguments[1])), folder);
            System.out.println(instructions(folder, stacks, jar));
        } catch (ConfigurationException e) {
            System.err.println("zooark: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Writes one template for each stack, and returns the stacks' names in the order in which they are deployed. */
    static List<String> write(Ensembles ensembles, Path folder) throws IOException {
        App app = new App(AppProps.builder()
                .outdir(folder.resolve("cdk.out").toString())
                .analyticsReporting(false)
                // as cdk.json says it
                .context(Map.of("@aws-cdk/core:defaultCrossStackReferences", "strong"))
                .build());
        Deployment.byTemplates(ensembles).define(app);
        List<String> stacks = app.synth().getStacks().stream()
                .map(stack -> stack.getStackName())
                .toList();
        for (String stack : stacks) {
            Files.copy(
                    folder.resolve("cdk.out").resolve(stack + SUFFIX),
                    folder.resolve(stack + SUFFIX),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return stacks;
    }

    /** Copies the jar under a name that changes with it: by that CloudFormation sees that there is another. */
    private static String copy(Path jar, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path old : files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .toList()) {
                Files.delete(old);
            }
        }
        byte[] bytes = Files.readAllBytes(jar);
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, HASH_LETTERS);
            String name = "zooark-" + hash + ".jar";
            Files.write(folder.resolve(name), bytes);
            return name;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static String instructions(Path folder, List<String> stacks, String jar) {
        String deploy = stacks.stream()
                .map(stack -> """
                        aws cloudformation deploy --stack-name %s --template-file %s \\
                            --s3-bucket BUCKET --s3-prefix zooark%s
                        """.formatted(
                                stack,
                                folder.resolve(stack + SUFFIX),
                                stack.startsWith(Deployment.ENSEMBLE)
                                        ? " --capabilities CAPABILITY_IAM \\\n    --parameter-overrides "
                                                + Deployment.CODE_BUCKET + "=BUCKET " + Deployment.CODE_KEY + "=zooark/"
                                                + jar
                                        : " --capabilities CAPABILITY_IAM"))
                .collect(Collectors.joining());
        return """
                Written to infra/%s. In infra, with a bucket of yours in the region for BUCKET:

                aws s3 cp %s s3://BUCKET/zooark/
                %saws cloudformation update-termination-protection --stack-name %s --enable-termination-protection
                """.formatted(folder, folder.resolve(jar), deploy, Deployment.VAULT);
    }
}
