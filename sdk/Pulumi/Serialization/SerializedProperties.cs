using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>Serialized properties, and the resources that each depends on.</summary>
internal sealed class SerializedProperties
{
    /// <summary>The properties as the bytes of a <see cref="Struct"/>.</summary>
    public byte[] Encoded { get; private init; } = [];

    /// <summary>By property, the resources it depends on.</summary>
    public List<KeyValuePair<string, IReadOnlyCollection<Resource>>> Dependencies { get; private init; } = [];

    /// <summary>Whether any value is unknown.</summary>
    public bool HasUnknowns { get; private init; }

    /// <summary>Serializes properties; null ones are omitted.</summary>
    /// <exception cref="InvalidOperationException">A value is of a type that cannot be sent; the message names its path.</exception>
    public static async ValueTask<SerializedProperties> CreateAsync(
        IEnumerable<KeyValuePair<string, object?>> properties,
        SerializerOptions options,
        Func<string, bool>? isSent = null
    )
    {
        using var writer = new StructWriter();
        var serializer = new PropertySerializer(writer, options);
        var dependencies = new List<KeyValuePair<string, IReadOnlyCollection<Resource>>>();
        foreach (var (name, value) in properties)
        {
            if (value is null || isSent?.Invoke(name) == false)
            {
                continue;
            }

            var field = writer.BeginField(name);
            if (await serializer.WriteAsync(name, value).ConfigureAwait(false))
            {
                writer.EndField(field);
                dependencies.Add(new(name, serializer.Dependencies));
            }
            else
            {
                writer.DropField(field);
            }
        }

        return new()
        {
            Encoded = writer.ToArray(),
            Dependencies = dependencies,
            HasUnknowns = serializer.SawUnknown,
        };
    }

    /// <summary>The properties as a message.</summary>
    public Struct ToStruct() => Struct.Parser.ParseFrom(Encoded);
}
