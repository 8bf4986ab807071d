import static java.lang.constant.ConstantDescs.CD_Boolean;
import static java.lang.constant.ConstantDescs.CD_Byte;
import static java.lang.constant.ConstantDescs.CD_Character;
import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_Short;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_char;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;

/** From a value of one type to the same of another, as a call of a functional interface does it. */
final class Conversions {
  private static final Map<ClassDesc, ClassDesc> PRIMITIVES =
      Map.of(
          CD_Boolean, CD_boolean,
          CD_Byte, CD_byte,
          CD_Character, CD_char,
          CD_Short, CD_short,
          CD_Integer, CD_int,
          CD_Long, CD_long,
          CD_Float, CD_float,
          CD_Double, CD_double);

  private Conversions() {}

  /** The class that holds values of a primitive type. */
  static ClassDesc box(ClassDesc primitive) {
    return switch (TypeKind.from(primitive)) {
      case BOOLEAN -> CD_Boolean;
      case BYTE -> CD_Byte;
      case CHAR -> CD_Character;
      case SHORT -> CD_Short;
      case INT -> CD_Integer;
      case LONG -> CD_Long;
      case FLOAT -> CD_Float;
      case DOUBLE -> CD_Double;
      default -> throw new IllegalArgumentException(primitive + " is not primitive");
    };
  }

  /**
   * Converts what is on top of the stack.
   *
   * @param from what it is there as
   * @param meant what it is known to be
   * @param to what is wanted
   */
  static void convert(CodeBuilder code, ClassDesc from, ClassDesc meant, ClassDesc to) {
    if (from.isPrimitive()) {
      if (to.isPrimitive()) {
        code.conversion(TypeKind.from(from), TypeKind.from(to));
      } else {
        ClassDesc box = box(from);
        code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, from));
      }
      return;
    }
    if (!meant.equals(from)) {
      code.checkcast(meant);
    }
    if (to.isPrimitive()) {
      ClassDesc held = PRIMITIVES.get(meant);
      ClassDesc box = held == null ? box(to) : meant;
      ClassDesc value = held == null ? to : held;
      if (held == null) {
        code.checkcast(box);
      }
      code.invokevirtual(box, value.displayName() + "Value", MethodTypeDesc.of(value));
      code.conversion(TypeKind.from(value), TypeKind.from(to));
    }
  }
}
