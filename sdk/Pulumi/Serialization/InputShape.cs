using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The arguments of an <see cref="InputArgs"/> class, found once for each class.</summary>
internal sealed class InputShape
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private static readonly ConcurrentDictionary<Type, InputShape> Shapes = new();

    private readonly Type _type;
    private readonly Member[] _members;

    private InputShape(Type type)
    {
        _type = type;
        var fields =
            from field in type.GetFields(Members)
            let input = field.GetCustomAttribute<InputAttribute>()
            where input is not null
            select new Member(field.Name, input, field.GetValue);
        var properties =
            from property in type.GetProperties(Members)
            let input = property.GetCustomAttribute<InputAttribute>()
            where input is not null
            select new Member(property.Name, input, MemberAccess.Getter(property));
        _members = [.. fields, .. properties];
    }

    public static InputShape Get(Type type) => Shapes.GetOrAdd(type, static type => new InputShape(type));

    /// <summary>Returns the arguments of an instance that are not null.</summary>
    /// <exception cref="ArgumentNullException">A required argument has no value.</exception>
    public IEnumerable<KeyValuePair<string, object?>> Read(InputArgs args)
    {
        foreach (var (memberName, input, get) in _members)
        {
            if (get(args) is { } value)
            {
                yield return new(input.Name, input.IsJson ? JsonText.Create(value) : value);
            }
            else if (input.IsRequired)
            {
                throw new ArgumentNullException(memberName, $"[Input] {_type.FullName}.{memberName} is required but has no value.");
            }
        }
    }

    // A class: generic types over our own structs would have to be compiled at every start.
    private sealed record Member(string Name, InputAttribute Input, Func<object, object?> Get);
}
