using System.Collections.Concurrent;
using System.Reflection;
using Infra.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>The outputs of a resource class, found once for each class.</summary>
internal sealed class ResourceShape
{
    private static readonly ConcurrentDictionary<Type, ResourceShape> Shapes = new();

    private readonly Type _type;
    private readonly OutputProperty[] _properties;
    private OutputSlot[]? _slots;
    private OutputSlot[]? _ownSlots;

    private ResourceShape(Type type)
    {
        _type = type;
        _properties =
        [
            .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            let output = property.GetCustomAttribute<OutputAttribute>()
            where output is not null
            select new OutputProperty(property, string.IsNullOrWhiteSpace(output.Name) ? property.Name : output.Name),
        ];
    }

    public static ResourceShape Get(Type type) => Shapes.GetOrAdd(type, static type => new ResourceShape(type));

    /// <summary>Sets the outputs of a new resource, which are resolved later.</summary>
    /// <param name="resource">The new resource, whose outputs have no values yet.</param>
    /// <param name="all">
    /// Whether to give all outputs; if not, only the URN is set, because the program sets the outputs of its own components.
    /// </param>
    /// <exception cref="RunException">A property marked as output is not an output.</exception>
    /// <exception cref="InvalidOperationException">An output has a type that cannot be received, or no setter.</exception>
    public OutputSource[] AttachOutputs(Resource resource, bool all)
    {
        var slots = all
            ? _slots ??= CreateSlots(_properties)
            : _ownSlots ??= CreateSlots(_properties.Where(entry => entry.Property.DeclaringType == typeof(Resource)));
        return Array.ConvertAll(slots, slot => slot.Attach(resource));
    }

    /// <summary>Returns the values of the properties marked as outputs, without the URN.</summary>
    public IEnumerable<KeyValuePair<string, object?>> ReadOutputs(Resource resource) =>
        from entry in _properties
        where entry.Property.DeclaringType != typeof(Resource)
        select KeyValuePair.Create(entry.Name, entry.Property.GetValue(resource));

    private OutputSlot[] CreateSlots(IEnumerable<OutputProperty> properties) =>
        [.. properties.Select(entry => CreateSlot(entry.Property, entry.Name))];

    private OutputSlot CreateSlot(PropertyInfo property, string name)
    {
        if (!property.PropertyType.IsConstructedGenericType || property.PropertyType.GetGenericTypeDefinition() != typeof(Output<>))
        {
            throw RunException.OutputsHaveIncorrectType([name]);
        }

        var context = $"[Output] {_type.FullName}.{property.Name}";
        var setter = property.DeclaringType!.GetMethod(
            $"set_{property.Name}",
            BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance
        ) ?? throw new InvalidOperationException($"{context} cannot be set: give the property a setter, which may be private.");
        var valueType = property.PropertyType.GenericTypeArguments[0];
        OutputTypes.Check(context, valueType);
        var slotType = typeof(OutputSlot<,>).MakeGenericType(property.DeclaringType, valueType);
        return (OutputSlot)Activator.CreateInstance(slotType, name, setter)!;
    }

    // A class: generic types over our own structs would have to be compiled at every start.
    private sealed record OutputProperty(PropertyInfo Property, string Name);
}

/// <summary>Creates and sets the output of one property of a resource class.</summary>
internal abstract class OutputSlot
{
    public abstract OutputSource Attach(Resource resource);
}

internal sealed class OutputSlot<TResource, T>(string name, MethodInfo setter) : OutputSlot
    where TResource : Resource
{
    private readonly Action<TResource, Output<T>> _set = setter.CreateDelegate<Action<TResource, Output<T>>>();
    private readonly EncodedName _encodedName = name;

    public override OutputSource Attach(Resource resource)
    {
        var source = new OutputSource<T>(name, _encodedName, resource);
        _set((TResource)resource, source.Output);
        return source;
    }
}
