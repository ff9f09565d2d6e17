import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Hub's builder for Java: compiles one source file as {@code java FILE} would,
 * before the time of the example begins. It is started as
 *
 *     java JavaBuild.java BIN FILE
 *
 * in the folder and with the class path of the example, and makes BIN, an
 * argument file with which {@code java @BIN} runs the program. It exits with 1,
 * and BIN is not made, when FILE does not compile.
 *
 * BIN names a class only where every release of java since 11 that could be
 * running this starts that class, from that one file. Otherwise it names FILE,
 * and java compiles it again and decides for itself; so does it where a program
 * could tell the difference. Compiled classes are below BIN-classes.
 *
 * It has to compile with Java 11, and may use the modules java.base,
 * java.compiler and jdk.compiler alone, as source-file mode itself does.
 */
public final class JavaBuild {
    /** The release from which FILE may use other source files. */
    private static final int MANY_FILES = 22;
    /** The release from which main may be an instance's, or take no arguments. */
    private static final int ANY_MAIN = 25;

    /** What a program says that asks how it was started, or finds classes by name. */
    private static final Pattern CURIOUS = Pattern.compile(
        "forName|[cC]lassLoader|loadClass|ProtectionDomain|ServiceLoader|getInputArguments"
        + "|jdk\\.launcher|java\\.class\\.path|sun\\.java\\.command|javafx");

    private final int release = Runtime.version().feature();
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final String file;
    private final Path classes;
    private final Map<String, Boolean> startable = new HashMap<>(); // by the name of a class of the file
    private final Map<String, Boolean> mainless = new HashMap<>();
    private boolean otherSources;
    private int written;

    private JavaBuild(String file, Path classes) {
        this.file = file;
        this.classes = classes;
    }

    public static void main(String[] args) throws IOException {
        Path classes = Path.of(args[0] + "-classes");
        String name = null;
        try {
            name = new JavaBuild(args[1], classes).build();
        } catch (IOException | RuntimeException | LinkageError e) {
            System.err.println("JavaBuild: left to java: " + e);
        }
        String text = quoted(args[1]);
        if (name != null) {
            String path = System.getProperty("java.class.path", "");
            text = "-cp " + quoted(path.isEmpty() ? "" + classes : classes + File.pathSeparator + path) + "\n" + quoted(name);
        }
        Files.write(Path.of(args[0]), (text + "\n").getBytes(System.getProperty("sun.jnu.encoding", "UTF-8")));
    }

    private static String quoted(String word) {
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r") + '"';
    }

    /** The class to start; null when that is for java to say. */
    private String build() throws IOException {
        Path path = Path.of(file);
        if (!file.endsWith(".java") || configured() || compiler == null) {
            return null;
        }
        String text = new String(Files.readAllBytes(path), Charset.defaultCharset());
        if (CURIOUS.matcher(text).find()) {
            return null;
        }
        JavaFileObject source = new Source(path, text);
        CompilationUnitTree unit = parse(source);
        String prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
        List<String> types = new ArrayList<>();
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree) {
                types.add(prefix + ((ClassTree) type).getSimpleName());
            }
        }
        List<File> roots = List.of();
        if (release >= MANY_FILES) {
            Path root = root(path, prefix);
            if (root == null || Files.exists(root.resolve("module-info.java"))) {
                return null;
            }
            roots = List.of(root.toFile());
        }
        StringWriter messages = new StringWriter();
        boolean compiled = compile(source, roots, messages);
        if (otherSources) {
            return null;
        }
        System.err.print(messages);
        if (!compiled) {
            System.exit(1);
        }
        if (types.isEmpty() || !allWritten()) {
            return null;
        }
        String name = types.get(0);
        if (release >= ANY_MAIN && mainless.getOrDefault(name, false)) {
            String base = path.getFileName().toString();
            name = prefix + base.substring(0, base.length() - ".java".length());
        }
        return startable.getOrDefault(name, false) ? name : null;
    }

    /** Options from the environment would be taken by the compilation too. */
    private static boolean configured() {
        String options = System.getenv("JAVA_TOOL_OPTIONS") + " " + System.getenv("_JAVA_OPTIONS");
        return System.getenv("JDK_JAVA_OPTIONS") != null || options.contains("--") || options.contains("jdwp");
    }

    /** The folder in which packages begin; null when FILE is not in its package's. */
    private static Path root(Path path, String prefix) {
        Path absolute = path.normalize().toAbsolutePath();
        Path inPackage = Path.of(prefix.replace('.', '/') + absolute.getFileName());
        if (!absolute.endsWith(inPackage)) {
            return null;
        }
        Path root = absolute;
        for (int i = 0; i < inPackage.getNameCount(); i++) {
            root = root.getParent();
        }
        return root;
    }

    private CompilationUnitTree parse(JavaFileObject source) throws IOException {
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        JavacTask task = (JavacTask) compiler.getTask(null, files, problem -> { }, null, null, List.of(source));
        return task.parse().iterator().next();
    }

    /** Compiles with the options and paths of source-file mode. */
    private boolean compile(JavaFileObject source, List<File> roots, StringWriter messages) throws IOException {
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        files.setLocation(StandardLocation.SOURCE_PATH, roots);
        Files.createDirectories(classes);
        files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(classes.toFile()));
        List<String> options = new ArrayList<>(List.of(
            "-proc:none", "-Xdiags:verbose", "-Xlint:deprecation", "-Xlint:unchecked", "-Xlint:-options"));
        if (release >= MANY_FILES) {
            options.addAll(List.of("-implicit:none", "-Xprefer:source", "-XDsourceLauncher"));
        }
        JavacTask task = (JavacTask) compiler.getTask(messages, files, null, options, null, List.of(source));
        task.addTaskListener(new TaskListener() {
            @Override
            public void started(TaskEvent event) {
                if (event.getKind() == TaskEvent.Kind.PARSE && !event.getSourceFile().toUri().equals(source.toUri())) {
                    otherSources = true;
                }
            }

            @Override
            public void finished(TaskEvent event) {
                if (event.getKind() == TaskEvent.Kind.GENERATE) {
                    written++;
                } else if (event.getKind() == TaskEvent.Kind.ANALYZE && event.getTypeElement() != null) {
                    look(event.getTypeElement(), task.getElements());
                }
            }
        });
        return task.call();
    }

    /** Two names that differ in case alone are one file on some file systems. */
    private boolean allWritten() throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            Set<String> names = files.filter(Files::isRegularFile).map(f -> f.toString().toLowerCase()).collect(Collectors.toSet());
            return names.size() == written;
        }
    }

    /** Notes what is known of the class's main. */
    private void look(TypeElement type, Elements elements) {
        List<ExecutableElement> mains = new ArrayList<>();
        for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(type))) {
            if (method.getSimpleName().contentEquals("main")) {
                mains.add(method);
            }
        }
        String name = type.getQualifiedName().toString();
        mainless.put(name, mains.isEmpty());
        boolean start = false;
        for (ExecutableElement main : mains) {
            boolean own = main.getEnclosingElement().equals(type) && main.getReturnType().getKind() == TypeKind.VOID;
            Set<Modifier> is = main.getModifiers();
            if (own && takesStrings(main) && is.contains(Modifier.PUBLIC) && is.contains(Modifier.STATIC)) {
                start = true;
            } else if (own && release >= ANY_MAIN && mains.size() == 1 && !is.contains(Modifier.PRIVATE)
                && (takesStrings(main) || main.getParameters().isEmpty())
                && (is.contains(Modifier.STATIC) || canBeMade(type))) {
                start = true;
            }
        }
        startable.put(name, start);
    }

    private static boolean takesStrings(ExecutableElement main) {
        if (main.getParameters().size() != 1) {
            return false;
        }
        TypeMirror type = main.getParameters().get(0).asType();
        return type instanceof ArrayType && ((ArrayType) type).getComponentType().toString().equals("java.lang.String");
    }

    private static boolean canBeMade(TypeElement type) {
        if (type.getKind() != ElementKind.CLASS || type.getModifiers().contains(Modifier.ABSTRACT)) {
            return false;
        }
        for (ExecutableElement made : ElementFilter.constructorsIn(type.getEnclosedElements())) {
            if (made.getParameters().isEmpty() && !made.getModifiers().contains(Modifier.PRIVATE)) {
                return true;
            }
        }
        return false;
    }

    /** A source file whose classes may have any name. */
    private static final class Source extends SimpleJavaFileObject {
        private final Path path;
        private final String text;

        Source(Path path, String text) {
            super(path.toUri(), Kind.SOURCE);
            this.path = path;
            this.text = text;
        }

        @Override
        public String getName() {
            return path.toString();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE && SourceVersion.isIdentifier(simpleName);
        }
    }
}
