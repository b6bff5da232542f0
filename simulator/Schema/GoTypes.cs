namespace Infra.Simulator.Schema;

/// <summary>The Go type of a field.</summary>
/// <param name="Embedding">The structs between the field and the object, which JSON does not nest; empty if there are none.</param>
/// <param name="Type">The type as Go writes it; null if it follows from the schema.</param>
internal readonly record struct GoField(string Embedding, string? Type);

/// <summary>The Go types of fields, which Kubernetes' messages about values of a wrong type name. OpenAPI contains none of this.</summary>
internal sealed class GoTypes
{
    private readonly Dictionary<string, GoField> _fields = new(StringComparer.Ordinal);

    private GoTypes(IEnumerable<KeyValuePair<string, string>> lines)
    {
        foreach (var (definition, fields) in lines)
        {
            foreach (var field in fields.Split(' '))
            {
                var equals = field.IndexOf('=', StringComparison.Ordinal);
                _fields[$"{definition}.{field[..equals]}"] = Parse(field[(equals + 1)..]);
            }
        }
    }

    public static GoTypes Load() => new(DefinitionLines.Read("go-types-1.36.txt"));

    public GoField Find(string definition, string field) => _fields.GetValueOrDefault($"{definition}.{field}", new GoField("", null));

    /// <summary>Returns the name of a definition's type with its package, such as <c>v1.PodSpec</c>.</summary>
    public static string GetName(string definition)
    {
        var segments = definition.Split('.');
        return segments.Length < 2 ? definition : $"{segments[^2]}.{segments[^1]}";
    }

    private static GoField Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (embedding, type) = slash < 0 ? ("", text) : (text[..slash], text[(slash + 1)..]);
        return new GoField(embedding, type.Length == 0 ? null : type);
    }
}
