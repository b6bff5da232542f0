using System.Collections.Concurrent;
using System.Reflection;
using Pulumi;

namespace Infra.Backend.Patching;

/// <summary>The inputs of a class of arguments, by their names in Kubernetes. Pulumi has no public way to list them.</summary>
internal sealed class InputFields
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private static readonly ConcurrentDictionary<Type, InputFields> Known = new();

    private readonly (string? Name, Func<object, object?> Get)[] _fields;

    private InputFields(Type type) =>
        _fields = [
            .. type.GetFields(Members).Select(field => (Name: FindName(field), Get: (Func<object, object?>)field.GetValue)),
            .. type.GetProperties(Members).Select(property => (Name: FindName(property), Get: (Func<object, object?>)property.GetValue)),
        ];

    /// <summary>The inputs of an instance that are not null.</summary>
    public static IEnumerable<(string Name, object Value)> Read(InputArgs args)
    {
        foreach (var (name, get) in Known.GetOrAdd(args.GetType(), static type => new InputFields(type))._fields)
        {
            if (name is not null && get(args) is { } value)
            {
                yield return (name, value);
            }
        }
    }

    private static string? FindName(MemberInfo member) =>
        member
            .GetCustomAttributesData()
            .FirstOrDefault(attribute => attribute.AttributeType == typeof(InputAttribute))
            ?.ConstructorArguments[0]
            .Value as string;
}
