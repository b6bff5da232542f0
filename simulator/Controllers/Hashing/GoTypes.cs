using System.Reflection;

namespace Infra.Simulator.Controllers.Hashing;

/// <summary>A field of a Go struct.</summary>
/// <param name="JsonName">Its name in JSON; null for an embedded struct, whose fields JSON does not nest.</param>
/// <param name="GoName">Its name in Go.</param>
/// <param name="Type">Its type as Go's reflection writes it.</param>
internal sealed record GoField(string? JsonName, string GoName, string Type);

/// <summary>The Go types of a pod template: the hash of a template is that of a dump of its Go structs.</summary>
internal sealed class GoTypes
{
    private const string Resource = "pod-template-types-1.36.txt";

    private static readonly Lazy<GoTypes> Loaded = new(Load);

    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<GoField>> _structs = new(StringComparer.Ordinal);

    /// <summary>The types of Kubernetes 1.36.</summary>
    public static GoTypes Current => Loaded.Value;

    /// <summary>Returns what a named type stands for; other types unchanged.</summary>
    public string Resolve(string type) => _named.GetValueOrDefault(type, type);

    /// <summary>The fields of a struct in the order of their declaration.</summary>
    public IReadOnlyList<GoField> GetFields(string type) => _structs[type];

    private static GoTypes Load()
    {
        var types = new GoTypes();
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            if (parts[0] == "#")
            {
                continue;
            }

            if (parts[1] == "=")
            {
                types._named[parts[0]] = parts[2];
            }
            else
            {
                types._structs[parts[0]] = [.. parts.Skip(1).Select(ParseField)];
            }
        }

        return types;
    }

    // [json/]GoName:type
    private static GoField ParseField(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, type) = (text[..colon], text[(colon + 1)..]);
        return name.Split('/') switch
        {
            ["-", var embedded] => new GoField(null, embedded, type),
            [var json, var field] => new GoField(json, field, type),
            _ => new GoField(char.ToLowerInvariant(name[0]) + name[1..], name, type),
        };
    }
}
