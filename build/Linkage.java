import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes one jar of several, and links what javac leaves to the first run: {@code Linkage TO JAR…}.
 * Every jar of a class path takes a millisecond to begin with.
 *
 * <p>Switches over types (java.lang.runtime.SwitchBootstraps) and a record's equals and hashCode
 * (java.lang.runtime.ObjectMethods) are linked when they are first met, each of which spins a class
 * and takes about a millisecond, and the start-up archive cannot hold the outcome. Here each
 * becomes a method of its own class: one that asks for one type after the other, or looks at one
 * component after the other, as what is spun would. Concatenations of strings become methods too,
 * lambdas classes ({@link Lambdas}). Switches with other labels than types, and toString, are left
 * as they are. Classes of Java 6 and before are brought to a form that the archive can hold.
 */
public class Linkage {
  private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
  private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
  private static final ClassDesc CONCATENATION =
      ClassDesc.of("java.lang.invoke.StringConcatFactory");
  private static final ClassDesc LAMBDAS = ClassDesc.of("java.lang.invoke.LambdaMetafactory");
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final MethodTypeDesc EQUAL = MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object);
  private static final MethodTypeDesc HASH = MethodTypeDesc.of(CD_int, CD_Object);
  private static final int HASH_FACTOR = 31;

  private static final String SERVICES = "META-INF/services/";
  private static final LocalDateTime UNDATED = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ClassFile classFile;
  private final Map<String, byte[]> contents = new LinkedHashMap<>();
  private final Lambdas lambdas;
  private Manifest manifest;

  private Linkage(ClassLoader classes) {
    this.classFile =
        ClassFile.of(
            ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
    this.lambdas = new Lambdas(classFile);
  }

  public static void main(String[] args) throws IOException {
    List<Path> jars = Stream.of(args).skip(1).map(Path::of).toList();
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    try (URLClassLoader classes = new URLClassLoader(urls.toArray(URL[]::new))) {
      Linkage linkage = new Linkage(classes);
      for (Path jar : jars) {
        linkage.add(jar);
      }
      linkage.addLambdas();
      linkage.write(Path.of(args[0]));
    }
  }

  /** Takes what a jar has for this Java; of two with one name the first stays, but all services. */
  private void add(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      if (manifest == null) {
        manifest = jar.getManifest();
        manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH);
      }
      for (JarEntry entry : jar.versionedStream().filter(Linkage::isKept).toList()) {
        String name = entry.getName();
        byte[] octets = jar.getInputStream(entry).readAllBytes();
        if (name.endsWith(".class")) {
          octets = type(octets);
        }
        contents.merge(name, octets, name.startsWith(SERVICES) ? Linkage::joined : (a, _) -> a);
      }
    }
  }

  private void addLambdas() {
    contents.replaceAll(
        (name, octets) -> name.endsWith(".class") ? lambdas.withNest(octets) : octets);
    contents.putAll(lambdas.classes());
  }

  private static boolean isKept(JarEntry entry) {
    String name = entry.getName();
    return !entry.isDirectory()
        && !name.equals(JarFile.MANIFEST_NAME)
        && !name.endsWith("module-info.class")
        && !name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
  }

  private static byte[] joined(byte[] lines, byte[] others) {
    byte[] joined = Arrays.copyOf(lines, lines.length + 1 + others.length);
    joined[lines.length] = '\n';
    System.arraycopy(others, 0, joined, lines.length + 1, others.length);
    return joined;
  }

  /** Neither packed, which takes time to undo, nor dated: the same jars give the same octets. */
  private void write(Path jar) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(Deflater.NO_COMPRESSION);
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      manifest.write(head);
      write(out, JarFile.MANIFEST_NAME, head.toByteArray());
      for (Map.Entry<String, byte[]> content : contents.entrySet()) {
        write(out, content.getKey(), content.getValue());
      }
    }
  }

  private static void write(ZipOutputStream out, String name, byte[] octets) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(UNDATED);
    out.putNextEntry(entry);
    out.write(octets);
  }

  private byte[] type(byte[] octets) {
    ClassModel type = classFile.parse(octets);
    boolean old = type.majorVersion() < ClassFile.JAVA_7_VERSION;
    if (!old && !isLate(type)) {
      return octets;
    }
    List<Method> methods = new ArrayList<>();
    ClassTransform transform =
        ClassTransform.transformingMethodBodies(
                (code, element) -> link(type, methods, code, element))
            .andThen(old ? Linkage::renew : ClassTransform.ACCEPT_ALL)
            .andThen(ClassTransform.endHandler(builder -> define(builder, methods)));
    try {
      return classFile.transformClass(type, transform);
    } catch (IllegalArgumentException e) {
      // javac lets annotations of some variables reach beyond the method's end.
      System.out.println(
          type.thisClass().asInternalName() + " is left as it is: " + e.getMessage());
      return octets;
    }
  }

  /** No archive keeps classes without stack maps: with the version these are written. */
  private static void renew(ClassBuilder builder, ClassElement element) {
    if (element instanceof ClassFileVersion) {
      builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
    } else {
      builder.with(element);
    }
  }

  private static boolean isLate(ClassModel type) {
    return type.findAttribute(java.lang.classfile.Attributes.bootstrapMethods()).stream()
        .flatMap(attribute -> attribute.bootstrapMethods().stream())
        .map(entry -> entry.bootstrapMethod().asSymbol().owner())
        .anyMatch(List.of(SWITCHES, RECORDS, CONCATENATION, LAMBDAS)::contains);
  }

  /** A method in place of what would have been spun. */
  private record Method(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {}

  private void link(ClassModel type, List<Method> methods, CodeBuilder code, CodeElement element) {
    if (!(element instanceof InvokeDynamicInstruction call)) {
      code.with(element);
    } else if (Lambdas.isLambda(type, call)) {
      lambdas.make(type, call).accept(code);
    } else {
      link(type, methods, code, call);
    }
  }

  private static void link(
      ClassModel type, List<Method> methods, CodeBuilder code, InvokeDynamicInstruction call) {
    Consumer<CodeBuilder> body = body(call);
    if (body == null) {
      code.with(call);
      return;
    }
    String name = call.name().stringValue() + "$" + methods.size();
    methods.add(new Method(name, call.typeSymbol(), body));
    code.invokestatic(
        type.thisClass().asSymbol(),
        name,
        call.typeSymbol(),
        type.flags().has(AccessFlag.INTERFACE));
  }

  /** What a call does; null if it is left as it is. */
  private static Consumer<CodeBuilder> body(InvokeDynamicInstruction call) {
    ClassDesc owner = call.bootstrapMethod().owner();
    List<ConstantDesc> arguments = call.bootstrapArgs();
    if (owner.equals(SWITCHES)
        && call.bootstrapMethod().methodName().equals("typeSwitch")
        && arguments.stream().allMatch(Linkage::isType)) {
      List<ClassDesc> labels = arguments.stream().map(ClassDesc.class::cast).toList();
      return code -> typeSwitch(code, labels);
    }
    if (owner.equals(CONCATENATION)
        && call.bootstrapMethod().methodName().equals("makeConcatWithConstants")) {
      return code -> Concatenation.write(code, call.typeSymbol(), arguments);
    }
    if (!owner.equals(RECORDS)) {
      return null;
    }
    ClassDesc type = call.typeSymbol().parameterType(0);
    // The record and the names of its components come first, their getters follow.
    List<DirectMethodHandleDesc> components =
        arguments.stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
    return switch (call.name().stringValue()) {
      case "equals" -> code -> equal(code, type, components);
      case "hashCode" -> code -> hash(code, type, components);
      default -> null;
    };
  }

  private static boolean isType(ConstantDesc label) {
    return label instanceof ClassDesc type && !type.isPrimitive();
  }

  private static void define(ClassBuilder builder, List<Method> methods) {
    int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
    for (Method each : methods) {
      builder.withMethodBody(each.name, each.type, flags, each.body);
    }
  }

  /** The number of the first label, from the one asked for, that a value is of; -1 for null. */
  private static void typeSwitch(CodeBuilder code, List<ClassDesc> labels) {
    Label present = code.newLabel();
    code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
    for (int i = 0; i < labels.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf(labels.get(i)).ifeq(next);
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }

  private static void equal(
      CodeBuilder code, ClassDesc type, List<DirectMethodHandleDesc> components) {
    Label other = code.newLabel();
    Label differs = code.newLabel();
    code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other);
    code.aload(1).instanceOf(type).ifeq(differs).aload(1).checkcast(type).astore(2);
    for (DirectMethodHandleDesc component : components) {
      ClassDesc field = component.invocationType().returnType();
      code.aload(0).getfield(type, component.methodName(), field);
      code.aload(2).getfield(type, component.methodName(), field);
      switch (TypeKind.from(field).asLoadable()) {
        case INT -> code.if_icmpne(differs);
        case LONG -> code.lcmp().ifne(differs);
        case REFERENCE -> code.invokestatic(OBJECTS, "equals", EQUAL).ifeq(differs);
        default ->
            code.invokestatic(
                    Conversions.box(field), "compare", MethodTypeDesc.of(CD_int, field, field))
                .ifne(differs);
      }
    }
    code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
  }

  private static void hash(
      CodeBuilder code, ClassDesc type, List<DirectMethodHandleDesc> components) {
    code.iconst_0();
    for (DirectMethodHandleDesc component : components) {
      ClassDesc field = component.invocationType().returnType();
      code.loadConstant(HASH_FACTOR).imul();
      code.aload(0).getfield(type, component.methodName(), field);
      if (field.isPrimitive()) {
        code.invokestatic(Conversions.box(field), "hashCode", MethodTypeDesc.of(CD_int, field));
      } else {
        code.invokestatic(OBJECTS, "hashCode", HASH);
      }
      code.iadd();
    }
    code.ireturn();
  }
}
