using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>Properties as they are sent, and the resources that each of them comes from.</summary>
internal sealed class SerializedProperties
{
    public Struct Values { get; } = new();

    public Dictionary<string, IReadOnlyCollection<Resource>> Dependencies { get; } = [];

    /// <summary>Whether any value is unknown.</summary>
    public bool HasUnknowns { get; private set; }

    /// <summary>Writes properties; those that are null are left out.</summary>
    /// <exception cref="InvalidOperationException">A value is of a type that cannot be sent; the message names its path.</exception>
    public static async ValueTask<SerializedProperties> OfAsync(
        IEnumerable<KeyValuePair<string, object?>> properties, SerializerOptions options, Func<string, bool>? isSent = null)
    {
        var result = new SerializedProperties();
        var serializer = new PropertySerializer(options);
        foreach (var (name, value) in properties)
        {
            if (value is null || isSent?.Invoke(name) == false)
                continue;
            if (await serializer.SerializeAsync(name, value).ConfigureAwait(false) is not { } written)
                continue;
            result.Values.Fields[name] = written;
            result.Dependencies[name] = serializer.Dependencies;
        }

        result.HasUnknowns = serializer.SawUnknown;
        return result;
    }
}
