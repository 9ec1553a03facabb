package io.zooark.local.s3;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.S3Exceptions;

/**
 * The files that objects are, and the place where they are written until they are whole.
 *
 * @param directory holds a folder for each bucket
 */
record ObjectFiles(Path directory) {
    /** Beside the buckets, so that it is on the same file system; not a name that a bucket can have. */
    static final String UNFINISHED = ".unfinished";

    /** What the files of unfinished objects that are not uploads in parts start with. */
    static final String STAGED = "put-";

    /** Makes the place for unfinished objects, without what a crash has left there. */
    static ObjectFiles in(Path directory) throws IOException {
        ObjectFiles files = new ObjectFiles(directory);
        List<Path> leftOver;
        try (Stream<Path> staged = Files.find(
                Files.createDirectories(files.unfinished()),
                2,
                (path, attributes) -> attributes.isRegularFile()
                        && String.valueOf(path.getFileName()).startsWith(STAGED))) {
            leftOver = staged.toList();
        }
        for (Path path : leftOver) {
            Files.deleteIfExists(path);
        }
        return files;
    }

    Path unfinished() {
        return directory.resolve(UNFINISHED);
    }

    /** Makes the place for a bucket's unfinished objects. */
    void stage(String bucket) {
        try {
            Files.createDirectories(unfinished().resolve(bucket));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make room for unfinished objects of bucket " + bucket, e);
        }
    }

    /** Moves a finished file to where its key says: from then on it is an object. */
    void publish(String bucket, String staged, String key) {
        Path object = file(bucket, key);
        if (Files.isDirectory(object)) {
            throw S3Exceptions.invalidRequest(
                    "Objects are plain files here, and this key is a folder of others: " + key);
        }
        try {
            Files.createDirectories(requireNonNull(object.getParent()));
            Files.move(unfinished().resolve(bucket).resolve(staged), object, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            throw S3Exceptions.invalidRequest("Objects are plain files here, and one of them is a prefix of " + key);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot publish object " + key + " of bucket " + bucket, e);
        }
    }

    private Path file(String bucket, String key) {
        Path folder = directory.resolve(bucket);
        Path object = folder.resolve(key).normalize();
        if (!object.startsWith(folder) || object.equals(folder)) {
            throw S3Exceptions.invalidArgument("The key leaves its bucket's folder: " + key);
        }
        return object;
    }
}
