import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Makes switches over types ready before the program starts: {@code TypeSwitches JAR…}, in place.
 *
 * <p>javac leaves each such switch to be linked at its first run
 * (java.lang.runtime.SwitchBootstraps), which spins a class and takes about a millisecond, and the
 * start-up archive cannot hold the outcome. Here each becomes a method of its own class that asks
 * for one type after the other, as the spun class would. Switches with other labels than types are
 * left as they are.
 */
public class TypeSwitches {
  private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");

  private final ClassFile classFile;
  private int rewritten;

  private TypeSwitches(ClassLoader classes) {
    this.classFile =
        ClassFile.of(
            ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
  }

  public static void main(String[] args) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String jar : args) {
      urls.add(Path.of(jar).toUri().toURL());
    }
    Map<Path, byte[]> results = new LinkedHashMap<>();
    try (URLClassLoader classes = new URLClassLoader(urls.toArray(URL[]::new))) {
      TypeSwitches switches = new TypeSwitches(classes);
      for (String jar : args) {
        int before = switches.rewritten;
        byte[] octets = switches.jar(Path.of(jar));
        if (switches.rewritten > before) {
          results.put(Path.of(jar), octets);
        }
      }
    }
    for (Map.Entry<Path, byte[]> result : results.entrySet()) {
      Files.write(result.getKey(), result.getValue());
    }
  }

  private byte[] jar(Path jar) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(octets)) {
      for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(entry.getName().endsWith(".class") ? type(in.readAllBytes()) : in.readAllBytes());
      }
    }
    return octets.toByteArray();
  }

  private byte[] type(byte[] octets) {
    ClassModel type = classFile.parse(octets);
    if (!hasSwitches(type)) {
      return octets;
    }
    List<Switch> switches = new ArrayList<>();
    ClassTransform transform =
        ClassTransform.transformingMethodBodies(
                (code, element) -> link(type, switches, code, element))
            .andThen(ClassTransform.endHandler(builder -> define(builder, switches)));
    try {
      byte[] result = classFile.transformClass(type, transform);
      rewritten += switches.size();
      return result;
    } catch (IllegalArgumentException e) {
      // javac lets annotations of some variables reach beyond the method's end.
      System.out.println(
          type.thisClass().asInternalName() + " is left as it is: " + e.getMessage());
      return octets;
    }
  }

  private static boolean hasSwitches(ClassModel type) {
    return type.findAttribute(Attributes.bootstrapMethods()).stream()
        .flatMap(attribute -> attribute.bootstrapMethods().stream())
        .anyMatch(entry -> entry.bootstrapMethod().asSymbol().owner().equals(BOOTSTRAPS));
  }

  /** One switch: the types it asks for, and the method that does. */
  private record Switch(String name, MethodTypeDesc type, List<ClassDesc> labels) {}

  private static void link(
      ClassModel type, List<Switch> switches, CodeBuilder code, CodeElement element) {
    if (!(element instanceof InvokeDynamicInstruction call) || !isTypeSwitch(call)) {
      code.with(element);
      return;
    }
    String name = "typeSwitch$" + switches.size();
    List<ClassDesc> labels = call.bootstrapArgs().stream().map(ClassDesc.class::cast).toList();
    switches.add(new Switch(name, call.typeSymbol(), labels));
    code.invokestatic(
        type.thisClass().asSymbol(),
        name,
        call.typeSymbol(),
        type.flags().has(AccessFlag.INTERFACE));
  }

  private static boolean isTypeSwitch(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().owner().equals(BOOTSTRAPS)
        && call.bootstrapMethod().methodName().equals("typeSwitch")
        && call.bootstrapArgs().stream().allMatch(TypeSwitches::isType);
  }

  private static boolean isType(ConstantDesc label) {
    return label instanceof ClassDesc type && !type.isPrimitive();
  }

  private static void define(ClassBuilder builder, List<Switch> switches) {
    int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
    for (Switch each : switches) {
      builder.withMethodBody(each.name, each.type, flags, code -> body(code, each.labels));
    }
  }

  /** The number of the first label, from the one asked for, that a value is of; -1 for null. */
  private static void body(CodeBuilder code, List<ClassDesc> labels) {
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
}
