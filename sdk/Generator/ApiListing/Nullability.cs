using System.Reflection;

namespace Infra.Generator.ApiListing;

/// <summary>
/// The nullability annotations that the compiler emits: one per type in the order of a signature, or a single one for all of them.
/// Format: https://github.com/dotnet/roslyn/blob/main/docs/features/nullable-metadata.md
/// </summary>
internal sealed class Nullability
{
    private const string Attribute = "System.Runtime.CompilerServices.NullableAttribute";
    private const string Context = "System.Runtime.CompilerServices.NullableContextAttribute";
    private const byte Annotated = 2;

    private readonly byte[] _marks;
    private int _next;

    private Nullability(byte[] marks) => _marks = marks;

    public static Nullability Unknown => new([0]);

    public static Nullability Read(ParameterInfo parameter) =>
        new(Marks(parameter.GetCustomAttributesData()) ?? Inherited(parameter.Member));

    public static Nullability Read(MemberInfo member) => new(Marks(member.GetCustomAttributesData()) ?? Inherited(member.DeclaringType));

    public static Nullability ReadBase(Type type) => new(Marks(type.GetCustomAttributesData()) ?? Inherited(type));

    /// <summary>Reads the next annotation: whether its reference may be null.</summary>
    public bool ReadNext() => (_marks.Length == 1 ? _marks[0] : _marks[_next++]) == Annotated;

    private static byte[]? Marks(IList<CustomAttributeData> attributes) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == Attribute)?.ConstructorArguments[0].Value switch
        {
            byte single => [single],
            IReadOnlyCollection<CustomAttributeTypedArgument> several => [.. several.Select(mark => (byte)mark.Value!)],
            _ => null,
        };

    private static byte[] Inherited(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            if (member.GetCustomAttributesData().FirstOrDefault(attribute => attribute.AttributeType.FullName == Context) is { } context)
            {
                return [(byte)context.ConstructorArguments[0].Value!];
            }
        }

        return [0];
    }
}
